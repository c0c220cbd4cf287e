"""What the verbs that hold a run against something else say."""
