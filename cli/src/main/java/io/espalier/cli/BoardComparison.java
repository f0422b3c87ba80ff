// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.lite.boards.BoardFit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Forms of a model on boards, side by side.
 *
 * @param models their names
 * @param fits of each model on each board
 */
record BoardComparison(List<String> models, List<List<BoardFit>> fits) {
    private static final List<String> TITLES =
            List.of("flash", "flash left", "RAM", "RAM left", "ms (est.)", "fits", "way", "model");
    private static final List<String> DISPENSABLE = List.of("RAM left", "flash left");

    BoardComparison {
        models = List.copyOf(models);
        fits = List.copyOf(fits);
    }

    boolean isEmpty() {
        return fits.stream().allMatch(List::isEmpty);
    }

    /** A table for each board. */
    String text(OptionalInt width) {
        List<String> parts = new ArrayList<>();
        for (int board = 0; board < fits.get(0).size(); board++) {
            List<List<String>> rows = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            for (int model = 0; model < models.size(); model++) {
                BoardFit fit = fits.get(model).get(board);
                for (BoardFit.Figures figures : fit.figures()) {
                    rows.add(List.of(
                            figures.flash(),
                            figures.flashLeft(),
                            figures.ram(),
                            figures.ramLeft(),
                            figures.milliseconds(),
                            figures.fits() ? "yes" : "no",
                            figures.way(),
                            models.get(model)));
                }
                if (!fit.fits()) {
                    notes.add(models.get(model) + " " + fit.summary());
                    fit.advice().forEach(line -> notes.add("  " + line));
                }
            }
            StringBuilder part = new StringBuilder("On ")
                    .append(fits.get(0).get(board).board().name())
                    .append(", bytes of flash and RAM about:")
                    .append(System.lineSeparator())
                    .append(new FigureTable(TITLES, rows, DISPENSABLE).text(width));
            notes.forEach(note -> part.append(System.lineSeparator()).append(note));
            parts.add(part.toString());
        }
        return String.join(System.lineSeparator() + System.lineSeparator(), parts);
    }

    /** The text of a comparison in JSON, with the boards of each model. */
    String addedTo(String comparison) {
        if (isEmpty()) {
            return comparison;
        }
        try {
            ObjectNode tree = (ObjectNode) JsonTree.parse(comparison);
            for (int model = 0; model < models.size(); model++) {
                ObjectNode row = (ObjectNode) tree.path("models").get(model);
                BoardOptions.addTo(row.putArray("boards"), fits.get(model));
            }
            return JsonTree.indented(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a comparison's own JSON can be read", e);
        }
    }
}
