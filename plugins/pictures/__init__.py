"""Pictures: decoded, re-encoded in sensible sizes, kept between builds; social cards drawn."""
