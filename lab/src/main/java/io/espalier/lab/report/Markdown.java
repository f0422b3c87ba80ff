// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import io.espalier.base.internal.AtomicFile;
import io.espalier.experiment.chart.Chart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A text in Markdown that grows, and the pictures that it shows. */
final class Markdown {
    /** The file in a lab's folder. */
    static final String FILE_NAME = "report.md";

    /** The folder beside it with the pictures. */
    static final String PICTURES = "report";

    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> pictures = new LinkedHashMap<>();

    Markdown heading(int level, String title) {
        text.append("#".repeat(level)).append(' ').append(title).append("\n\n");
        return this;
    }

    /** Sentences that belong together; empty ones are left out. */
    Markdown paragraph(String... sentences) {
        String joined = List.of(sentences).stream()
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
        text.append(joined).append("\n\n");
        return this;
    }

    /** A question, and its answer. */
    Markdown answer(String question, String... sentences) {
        text.append("**").append(question).append("** ");
        return paragraph(sentences);
    }

    Markdown code(String content) {
        text.append("```text\n").append(content.stripTrailing()).append("\n```\n\n");
        return this;
    }

    /** @param rows the first holds the titles; the first column stands left, the others right */
    Markdown table(List<List<String>> rows) {
        row(rows.get(0));
        row(rows.get(0).stream()
                .map(title -> title.equals(rows.get(0).get(0)) ? "---" : "---:")
                .toList());
        rows.subList(1, rows.size()).forEach(this::row);
        text.append('\n');
        return this;
    }

    private void row(List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
        text.append("|\n");
    }

    /** @param name of the file, without extension */
    Markdown picture(String name, String description, Chart chart) {
        String file = name + ".svg";
        pictures.put(file, chart.toSvg());
        text.append("![")
                .append(description)
                .append("](")
                .append(PICTURES)
                .append('/')
                .append(file)
                .append(")\n\n");
        return this;
    }

    String text() {
        return text.toString().stripTrailing() + "\n";
    }

    /**
     * Writes the text and its pictures into a folder.
     *
     * @throws IOException if a file cannot be written
     */
    void write(Path folder) throws IOException {
        Path shown = Files.createDirectories(folder.resolve(PICTURES));
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            AtomicFile.write(shown.resolve(picture.getKey()), picture.getValue().getBytes(StandardCharsets.UTF_8));
        }
        AtomicFile.write(folder.resolve(FILE_NAME), text().getBytes(StandardCharsets.UTF_8));
    }
}
