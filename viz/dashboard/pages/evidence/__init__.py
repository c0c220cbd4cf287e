"""The page that says where everything comes from."""
