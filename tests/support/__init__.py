"""Real servers and small observers that tests share. No mocks."""
