// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's help, as wide as the terminal. The lines of its footer are examples: words behind the name of the program. */
final class HelpPage extends Help {
    /** The commands by what they are for; any other one stands at the end. */
    private static final Map<String, List<String>> GROUPS = groups();

    private static final String OTHERS = "More:";
    private static final int NAME_COLUMN = 14;
    private static final int OPTION_COLUMN = 26;
    private static final int SIDE_BY_SIDE = 72;

    private final int width;

    private HelpPage(CommandSpec command, ColorScheme colors) {
        super(command, colors);
        this.width = command.usageMessage().width();
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Try everything:", List.of("lab"));
        groups.put("Make models smaller:", List.of("convert", "quantize", "compress"));
        groups.put("Look inside them:", List.of("summary", "inspect"));
        groups.put("Use them elsewhere:", List.of("export", "formats"));
        groups.put("Measure them:", List.of("evaluate", "benchmark", "compare", "report"));
        return groups;
    }

    /** Lets a command, and those below it, show such pages. */
    static CommandLine on(CommandLine command) {
        return command.setHelpFactory(HelpPage::new)
                .setColorScheme(Help.defaultColorScheme(colored() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Width.ofHelp());
    }

    private static boolean colored() {
        String terminal = System.getenv("TERM");
        String refused = System.getenv("NO_COLOR");
        return Width.ofResults().isPresent()
                && (refused == null || refused.isEmpty())
                && terminal != null
                && !terminal.equals("dumb");
    }

    /** What the program is and can do, for someone who does not know it yet. */
    String overview() {
        String text = String.join(" ", commandSpec().usageMessage().description());
        CommandLine first = commandSpec().subcommands().values().iterator().next();
        List<String> example = new ArrayList<>(List.of("help"));
        example.addAll(new ParsedWords(first.getCommandSpec(), List.of()).path());
        return lines(Paragraphs.wrap(text, width, "").stream())
                + commandList()
                + footerHeading()
                + footer()
                + lines(Stream.of("", "Help on a command:", "  " + ShellCommand.espalier(example)));
    }

    @Override
    public String synopsis(int headingLength) {
        Stream<String> positional = commandSpec().positionalParameters().stream()
                .sorted(Comparator.comparing(PositionalParamSpec::index))
                .map(HelpPage::positional);
        Stream<String> required = commandSpec().options().stream()
                .filter(OptionSpec::required)
                .map(option -> option.shortestName() + " " + option.paramLabel());
        Stream<String> rest = subcommands().isEmpty() ? Stream.of("[OPTIONS]") : Stream.of("COMMAND");
        String words = Stream.of(Stream.of(commandSpec().qualifiedName()), positional, required, rest)
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
        String heading = " ".repeat(headingLength);
        List<String> lines = Paragraphs.wrap(heading + words, width, heading + "  ");
        return lines(lines.stream()).substring(headingLength);
    }

    private static String positional(PositionalParamSpec parameter) {
        String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
        return parameter.arity().min() == 0 ? "[" + label + "]" : label;
    }

    @Override
    public String description(Object... params) {
        String text = String.join(" ", commandSpec().usageMessage().description());
        return lines(Stream.concat(Stream.of(""), Paragraphs.wrap(text, width, "").stream()));
    }

    @Override
    public String parameterList() {
        return entries("", commandSpec().positionalParameters().stream());
    }

    @Override
    public String optionList() {
        return entries("Options:", commandSpec().options().stream().filter(option -> !option.hidden()));
    }

    /** Names and meanings: side by side where there is room, else one below the other. */
    private String entries(String title, Stream<? extends ArgSpec> arguments) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (!title.isEmpty()) {
            lines.add(title);
        }
        arguments.forEach(argument -> {
            String usage = "  " + Explanation.usage(argument);
            String meaning = Explanation.sentence(argument);
            if (width >= SIDE_BY_SIDE && usage.length() < OPTION_COLUMN) {
                lines.addAll(Paragraphs.entry(usage, OPTION_COLUMN, meaning, width));
            } else {
                lines.add(usage);
                String indent = " ".repeat(width >= SIDE_BY_SIDE ? OPTION_COLUMN : 6);
                lines.addAll(Paragraphs.wrap(indent + meaning, width, indent));
            }
        });
        return lines.size() == 1 ? "" : lines(lines.stream());
    }

    @Override
    public String commandListHeading(Object... params) {
        return "";
    }

    @Override
    public String commandList() {
        List<String> lines = new ArrayList<>();
        Map<String, CommandLine> left = new LinkedHashMap<>(commandSpec().subcommands());
        if (commandSpec().parent() != null) {
            list("Commands:", left.values().stream(), lines);
            return lines(lines.stream());
        }
        GROUPS.forEach((title, names) ->
                list(title, names.stream().map(left::remove).filter(command -> command != null), lines));
        list(OTHERS, left.values().stream(), lines);
        return lines(lines.stream());
    }

    private void list(String title, Stream<CommandLine> commands, List<String> lines) {
        List<CommandSpec> some = commands.map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .toList();
        if (some.isEmpty()) {
            return;
        }
        int column =
                some.stream().mapToInt(command -> command.name().length()).max().orElse(0) + 4;
        lines.add("");
        lines.add(title);
        some.forEach(command -> lines.addAll(Paragraphs.entry(
                "  " + command.name(),
                Math.max(NAME_COLUMN, column),
                String.join(" ", command.usageMessage().description()),
                width)));
    }

    /** The exit codes are the program's: its own page lists them, once. */
    @Override
    public String exitCodeListHeading(Object... params) {
        return commandSpec().parent() == null ? super.exitCodeListHeading(params) : "";
    }

    @Override
    public String exitCodeList() {
        List<String> lines = new ArrayList<>();
        if (commandSpec().parent() == null) {
            commandSpec()
                    .usageMessage()
                    .exitCodeList()
                    .forEach((code, meaning) -> lines.addAll(Paragraphs.entry("  " + code, 6, meaning, width)));
        }
        return lines(lines.stream());
    }

    @Override
    public String footerHeading(Object... params) {
        return commandSpec().usageMessage().footer().length == 0
                ? ""
                : lines(Stream.of("", commandSpec().parent() == null ? "First steps:" : "Examples:"));
    }

    @Override
    public String footer(Object... params) {
        String program = ShellCommand.espalier();
        return lines(Arrays.stream(commandSpec().usageMessage().footer())
                .flatMap(words -> ShellCommand.lines(program + " " + words, width, "  ").stream()));
    }

    private static String lines(Stream<String> lines) {
        return lines.map(line -> line + System.lineSeparator()).collect(Collectors.joining());
    }
}
