// Starts Elsa Studio's runtime. It would compile what it runs often, while it starts: that makes the start longer and nothing afterwards quicker (docs/performance.md).
Blazor.start({ configureRuntime: runtime => runtime.withRuntimeOptions(["--no-jiterpreter-traces-enabled"]) });
