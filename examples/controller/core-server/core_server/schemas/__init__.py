"""What the API takes and answers; ../openapi/openapi.json is the contract that it follows."""
