// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.run;

import io.espalier.bench.Arguments;
import io.espalier.bench.Measurement;
import io.espalier.bench.UsageException;
import java.io.PrintStream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The methods of a JMH benchmark; arguments are JMH's options.
 *
 * @param benchmark its class
 */
record JmhMeasurement(Class<?> benchmark) implements Measurement {
    @Override
    public void run(Arguments arguments, PrintStream out) {
        try {
            CommandLineOptions options =
                    new CommandLineOptions(arguments.words().toArray(String[]::new));
            new Runner(
                            new OptionsBuilder()
                                    .parent(options)
                                    .include(benchmark.getName() + "[.]")
                                    .build(),
                            OutputFormatFactory.createFormatInstance(
                                    out, options.verbosity().orElse(VerboseMode.NORMAL)))
                    .run();
        } catch (CommandLineOptionException | RunnerException e) {
            throw new UsageException("JMH: " + e.getMessage() + "; usage: " + arguments.usage());
        }
    }
}
