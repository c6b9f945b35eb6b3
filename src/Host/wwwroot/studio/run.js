// Starts Elsa Studio's runtime. It would compile what it runs often, while it starts: that costs a fifth of the start and makes nothing afterwards quicker (docs/performance.md).
Blazor.start({ configureRuntime: runtime => runtime.withRuntimeOptions(["--no-jiterpreter-traces-enabled"]) });
