"""What all views share: the request with its gateway, answers, errors as HTTP."""
