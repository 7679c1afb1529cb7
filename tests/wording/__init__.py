"""What is said, sentence by sentence."""
