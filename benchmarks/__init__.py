"""What the README's figures come from: a generated corpus, and builds of it timed side by side."""
