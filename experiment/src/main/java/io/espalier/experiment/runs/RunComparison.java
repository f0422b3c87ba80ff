// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What differs between two runs.
 *
 * @param differences in the order of their kinds
 */
public record RunComparison(List<Difference> differences) {
    public RunComparison {
        differences = List.copyOf(differences);
    }

    /** What may differ. */
    public enum Kind {
        COMMAND,
        OPTION,
        RECIPE,
        INPUT,
        VERSION,
        MACHINE,
        OUTPUT,
        FIGURE
    }

    /**
     * Something that differs.
     *
     * @param name such as that of an option or a file
     * @param first what the first run has; {@code -} if it has nothing of this name
     * @param second what the second has
     */
    public record Difference(Kind kind, String name, String first, String second) {}

    private static final Set<String> WHERE =
            Set.of("--output", "--out", "--save-ranges", "--save-recipe", "--html", "--node-data", "--csv");

    /** Compares two runs, with the figures that were measured of what they wrote. */
    public static RunComparison of(
            RunFile first, Map<String, String> firstFigures, RunFile second, Map<String, String> secondFigures) {
        List<Difference> all = new ArrayList<>();
        add(all, Kind.COMMAND, Map.of("command", first.command()), Map.of("command", second.command()));
        add(all, Kind.OPTION, options(first), options(second));
        add(all, Kind.RECIPE, recipe(first), recipe(second));
        add(all, Kind.INPUT, inputs(first), inputs(second));
        add(all, Kind.VERSION, first.versions(), second.versions());
        add(all, Kind.MACHINE, machine(first), machine(second));
        add(all, Kind.OUTPUT, outputs(first), outputs(second));
        add(all, Kind.FIGURE, firstFigures, secondFigures);
        return new RunComparison(all);
    }

    /** Whether both did the same with the same: only the outcome may differ. */
    public boolean hasSameCause() {
        return differences.stream().allMatch(each -> each.kind() == Kind.OUTPUT || each.kind() == Kind.FIGURE);
    }

    /** The differences of a kind. */
    public List<Difference> of(Kind kind) {
        return differences.stream().filter(each -> each.kind() == kind).toList();
    }

    private static void add(List<Difference> all, Kind kind, Map<String, String> first, Map<String, String> second) {
        Set<String> names = new LinkedHashSet<>(first.keySet());
        names.addAll(second.keySet());
        for (String name : names) {
            String one = first.getOrDefault(name, "-");
            String other = second.getOrDefault(name, "-");
            if (!one.equals(other)) {
                all.add(new Difference(kind, name, one, other));
            }
        }
    }

    // What names an input is compared by its content, and where outputs go is no matter.
    private static Map<String, String> options(RunFile run) {
        Map<String, String> options = new LinkedHashMap<>(run.settings());
        run.inputs().forEach(input -> options.remove(input.role()));
        WHERE.forEach(options::remove);
        return options;
    }

    private static Map<String, String> recipe(RunFile run) {
        Map<String, String> keys = new LinkedHashMap<>();
        JsonNode recipe = run.recipe();
        if (recipe != null) {
            recipe.properties().forEach(entry -> keys.put(entry.getKey(), text(entry.getValue())));
        }
        return keys;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String described(Input input) {
        String first = input.isNamed() ? input.path() : input.bytes() + " bytes";
        return input.sha256().isEmpty() ? first : first + ", SHA-256 " + input.sha256();
    }

    private static Map<String, String> inputs(RunFile run) {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Input input : run.inputs()) {
            String name = input.role();
            for (int number = 2; inputs.containsKey(name); number++) {
                name = input.role() + " " + number;
            }
            inputs.put(name, described(input));
        }
        return inputs;
    }

    private static Map<String, String> machine(RunFile run) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("platform", run.platform());
        machine.put("processors", String.valueOf(run.processors()));
        return machine;
    }

    private static Map<String, String> outputs(RunFile run) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Output output : run.outputs()) {
            // Single files may be called anything.
            String name = run.outputs().size() == 1 ? "file" : output.path();
            outputs.put(name, output.bytes() + " bytes, SHA-256 " + output.sha256());
        }
        return outputs;
    }
}
