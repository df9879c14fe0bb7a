"""How fast and how right is it? Each command takes folders of documents."""
