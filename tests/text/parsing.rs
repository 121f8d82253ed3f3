use bridgesh as _;
