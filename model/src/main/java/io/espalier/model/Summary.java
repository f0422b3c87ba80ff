// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.layer.Input;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A model's layers as a table, in the form of Keras 2's {@code model.summary()}. */
final class Summary {
    private static final int[] SEQUENTIAL_COLUMNS = {29, 55, 65};
    private static final int[] FUNCTIONAL_COLUMNS = {32, 53, 65, 98};
    private static final List<String> TITLES = List.of("Layer (type)", "Output Shape", "Param #", "Connected to");

    private static final String INPUT_KIND = new Input(Shape.of()).kind();

    private final String name;
    private final List<SummaryRow> rows;
    private final boolean functional;
    private final int[] columns;

    /** A summary of the model's layers, each shown by the rows that its own becomes, in lines of at most so many characters. */
    Summary(Model model, Function<SummaryRow, List<SummaryRow>> change, int lineLength) {
        this.name = model.name();
        this.rows = new ArrayList<>();
        Map<String, String> shownAs = new HashMap<>();
        for (Node node : model.nodes()) {
            SummaryRow row = row(model, node);
            List<SummaryRow> shown = change.apply(
                    row.connectedTo(row.inputs().stream().map(shownAs::get).toList()));
            rows.addAll(shown);
            shownAs.put(node.name(), shown.get(shown.size() - 1).name());
        }
        this.functional = model.topology() == Model.Topology.FUNCTIONAL;
        this.columns = fitted(functional ? FUNCTIONAL_COLUMNS : SEQUENTIAL_COLUMNS, lineLength);
    }

    /** The ends of the columns, moved in proportion where a line would be too long. */
    private static int[] fitted(int[] columns, int lineLength) {
        int whole = columns[columns.length - 1];
        return Arrays.stream(columns)
                .map(end -> whole <= lineLength ? end : end * lineLength / whole)
                .toArray();
    }

    private static SummaryRow row(Model model, Node node) {
        String shape = model.outputShape(node).batched();
        long trainable = elements(model, node, true);
        long fixed = elements(model, node, false);
        return new SummaryRow(
                node.name(),
                node.layer().kind(),
                node.layer() instanceof Input ? "[" + shape + "]" : shape,
                trainable,
                fixed,
                (trainable + fixed) * Float.BYTES,
                node.inputs());
    }

    private static long elements(Model model, Node node, boolean trainable) {
        return model.weightSpecs(node).stream()
                .filter(weight -> weight.trainable() == trainable)
                .mapToLong(weight -> weight.shape().elements())
                .sum();
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("Model: \"" + name + "\"");
        lines.add(rule('_'));
        lines.addAll(row(TITLES));
        lines.add(rule('='));
        for (SummaryRow row : rows) {
            if (functional || !row.kind().equals(INPUT_KIND)) {
                lines.addAll(row(cells(row)));
                lines.add("");
            }
        }
        lines.add(rule('='));
        long trainable = total(SummaryRow::trainable);
        long fixed = total(SummaryRow::fixed);
        long bytes = total(SummaryRow::bytes);
        long trainableBytes = total(SummaryRow::trainableBytes);
        lines.add("Total params: " + count(trainable + fixed, bytes));
        lines.add("Trainable params: " + count(trainable, trainableBytes));
        lines.add("Non-trainable params: " + count(fixed, bytes - trainableBytes));
        lines.add(rule('_'));
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> cells(SummaryRow row) {
        return List.of(
                row.name() + " (" + row.kind() + ")",
                row.outputShape(),
                String.valueOf(row.trainable() + row.fixed()),
                row.inputs().stream()
                        .map(input -> "'" + input + "[0][0]'")
                        .collect(Collectors.joining(", ", "[", "]")));
    }

    /** One row; a cell that is too long goes on below. */
    private List<String> row(List<String> cells) {
        String[] rest = cells.subList(0, columns.length).toArray(String[]::new);
        List<String> lines = new ArrayList<>();
        while (Arrays.stream(rest).anyMatch(cell -> !cell.isEmpty())) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < columns.length; column++) {
                int cut = cut(rest[column], room(column));
                line.append(rest[column], 0, cut);
                rest[column] = rest[column].substring(cut);
                line.append(" ".repeat(Math.max(0, columns[column] - line.length())));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    // As in Keras, each name of a list has a line of its own.
    private static int cut(String cell, int room) {
        int afterName = cell.indexOf("',") + 2;
        return afterName > 1 && afterName <= room ? afterName : Math.min(cell.length(), room);
    }

    // Two spaces part a column from the next; the first starts one in.
    private int room(int column) {
        int start = column == 0 ? 1 : columns[column - 1];
        int gap = column == columns.length - 1 ? 0 : 2;
        return columns[column] - start - gap;
    }

    private String rule(char character) {
        return String.valueOf(character).repeat(columns[columns.length - 1]);
    }

    private long total(ToLongFunction<SummaryRow> number) {
        return rows.stream().mapToLong(number).sum();
    }

    private static String count(long parameters, long bytes) {
        return parameters + " (" + bytes(bytes) + ")";
    }

    private static String bytes(long bytes) {
        double size = bytes;
        String[] units = {"Byte", "KB", "MB", "GB"};
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.US, "%.2f %s", size, units[unit]);
    }
}
