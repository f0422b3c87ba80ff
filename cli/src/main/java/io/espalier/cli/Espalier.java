// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.EspalierVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: its subcommands, and what they have in common. */
@Command(
        name = "espalier",
        description = "Trains, converts, quantizes, measures and compares neural networks for the edge.",
        versionProvider = Espalier.Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the work failed", "2:wrong usage", "3:bad input file"})
final class Espalier implements Runnable {
    @Spec
    private CommandSpec spec;

    @CommandLine.Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** A command to try, in the words that reached this one. */
    static String suggest(String arguments) {
        return System.getProperty("espalier.command", "espalier") + " " + arguments;
    }

    static int run(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** The command with all of its subcommands. */
    static CommandLine commandLine() {
        CommandLine command = withoutSubcommands();
        Subcommands.addAll(command);
        return command;
    }

    private static CommandLine commandLine(String... arguments) {
        CommandLine command = withoutSubcommands();
        Subcommands.addNeeded(command, arguments);
        // Settings reach the subcommands that are there by then.
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler((failure, failed, parsed) ->
                        Failures.report(failure, failed, command.<Espalier>getCommand().debug));
    }

    private static CommandLine withoutSubcommands() {
        // Types that no option has; setting up their converters takes picocli longer than reading the arguments.
        System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*");
        return new CommandLine(new Espalier());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Tells the version when asked. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"espalier " + EspalierVersion.current()};
        }
    }
}
