// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.EspalierVersion;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command itself: its subcommands, and what they have in common. */
final class Main implements Runnable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    private final Argument<Boolean> quiet = everywhere("Print only results and errors.", "-q", "--quiet");
    private final Argument<Boolean> verbose =
            everywhere("Print more: versions, input files, times.", "-v", "--verbose");
    private final Argument<Boolean> debug = everywhere("Print the stack trace of an error.", "--debug");

    private Main() {
        spec.name("espalier")
                .versionProvider(new Version())
                .addOption(flag("Show this help message and exit.", "-h", "--help")
                        .usageHelp(true)
                        .build())
                .addOption(flag("Print version information and exit.", "-V", "--version")
                        .versionHelp(true)
                        .build());
        spec.usageMessage()
                .description("Trains, converts, quantizes, measures and compares neural networks for the edge.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.meanings())
                .footer("lab mnist", "convert model.h5 -o model.tflite --quantize dynamic", "inspect model.tflite");
    }

    private Argument<Boolean> everywhere(String description, String... names) {
        OptionSpec option = flag(description, names).build();
        spec.addOption(option);
        return new Argument<>(option);
    }

    private static OptionSpec.Builder flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .defaultValue("false")
                .scopeType(ScopeType.INHERIT)
                .description(description);
    }

    public static void main(String[] arguments) {
        ClassArchive.forgetIfStale();
        StandardOutput results = StandardOutput.install();
        System.exit(results.exitCode(run(arguments), System.err));
    }

    static int run(String... arguments) {
        // Libraries format numbers, too: TensorFlow for Java fails with digits other than ASCII's.
        Locale.setDefault(Locale.Category.FORMAT, Locale.US);
        return commandLine(arguments).execute(arguments);
    }

    /** The command with all of its subcommands. */
    static CommandLine commandLine() {
        CommandLine command = withoutSubcommands();
        Subcommands.addAll(command);
        return HelpPage.on(command);
    }

    /** The command with what these arguments need. */
    static CommandLine commandLine(String... arguments) {
        CommandLine command = withoutSubcommands();
        Subcommands.addNeeded(command, arguments);
        // Settings reach the subcommands that are there by then.
        return HelpPage.on(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setExecutionStrategy(parsed -> command.<Main>getCommand().execute(parsed))
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler((failure, failed, parsed) -> Failures.report(
                        failure, failed, command.<Main>getCommand().debug.get()));
    }

    private static CommandLine withoutSubcommands() {
        // Types that no option has; setting up their converters takes picocli longer than reading the arguments.
        System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*");
        // Looking for a class of Groovy would open every jar.
        System.setProperty("picocli.disable.closures", "true");
        // So would looking for what logs.
        System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        return new CommandLine(new Main().spec);
    }

    /** How much was asked to be said. */
    Terminal.Verbosity verbosity() {
        if (verbose.get()) {
            return Terminal.Verbosity.VERBOSE;
        }
        return quiet.get() ? Terminal.Verbosity.QUIET : Terminal.Verbosity.USUAL;
    }

    private int execute(ParseResult parsed) {
        long start = System.nanoTime();
        if (quiet.get() && verbose.get()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--quiet and --verbose exclude each other; remove one");
        }
        Terminal terminal = Terminal.of(verbosity());
        terminal.detail(
                "Version",
                () -> String.format(
                        Locale.US,
                        "Espalier %s, Java %s, %s %s",
                        EspalierVersion.current(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch")));
        int exitCode = new CommandLine.RunLast().execute(parsed);
        terminal.detail(
                "Took", () -> String.format(Locale.US, "%.2f s", (System.nanoTime() - start) / NANOS_PER_SECOND));
        return exitCode;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(((HelpPage) spec.commandLine().getHelp()).overview());
        out.flush();
    }

    /** Tells the version when asked. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"espalier " + EspalierVersion.current()};
        }
    }
}
