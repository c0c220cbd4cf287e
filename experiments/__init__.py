"""Many runs, and what they teach: patterns, sweeps, sensitivity, attribution. Uses `model`, knows no screen."""
