"""Foreign files on their way in."""
