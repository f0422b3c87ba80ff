// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Jupyter notebook of format 4.5, as its file holds it: everything that this program does not know stays as it is.
 *
 * @param json the whole file
 */
record Notebook(ObjectNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Jupyter's own: one space deep, and nothing before a colon. */
    private static final ObjectWriter WRITER = JSON.writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter(" ", "\n"))
            .withArrayIndenter(new DefaultIndenter(" ", "\n")));

    static Notebook read(Path file) throws IOException {
        if (JSON.readTree(file.toFile()) instanceof ObjectNode json
                && json.path("nbformat").asInt() == 4
                && json.path("nbformat_minor").asInt() == 5) {
            return new Notebook(json);
        }
        throw new IOException(file + ": is no notebook of format 4.5");
    }

    void write(Path file) throws IOException {
        Files.writeString(file, toText());
    }

    String toText() {
        try {
            return WRITER.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All cells with code, in order. */
    List<CodeCell> code() {
        List<CodeCell> cells = new ArrayList<>();
        for (JsonNode cell : json.withArray("cells")) {
            if (cell instanceof ObjectNode object && isOf("code", cell)) {
                cells.add(new CodeCell(object));
            }
        }
        return cells;
    }

    /** The texts between them. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (JsonNode cell : json.withArray("cells")) {
            if (isOf("markdown", cell)) {
                texts.add(text(cell.path("source")));
            }
        }
        return texts;
    }

    private static boolean isOf(String type, JsonNode cell) {
        return cell.path("cell_type").asText().equals(type);
    }

    /** A text, which notebooks keep as a list of lines, or whole. */
    static String text(JsonNode lines) {
        if (lines.isTextual()) {
            return lines.asText();
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
