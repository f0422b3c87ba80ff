// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.internal.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of recipes, of both kinds, for editors. Recipes that Espalier writes name it in their first line, and it is written beside
 * them: so editors find it without a network, and the text of a recipe is the same on every machine.
 */
public final class RecipeSchema {
    /** The name of its file. */
    public static final String FILE_NAME = "recipe.schema.json";

    /** The first line of a recipe with the schema beside it, as the YAML language server reads it. */
    public static final String LINE = "# yaml-language-server: $schema=" + FILE_NAME + "\n";

    private RecipeSchema() {}

    /** The schema itself. */
    public static String text() {
        try (@Nullable InputStream file = RecipeSchema.class.getResourceAsStream(FILE_NAME)) {
            if (file == null) {
                throw new IllegalStateException(FILE_NAME + " is missing from its package");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a recipe, and the schema beside it.
     *
     * @param yaml without a line that names a schema
     * @throws IOException if a file cannot be written
     */
    public static void write(Path file, String yaml) throws IOException {
        AtomicFile.write(file, (LINE + yaml).getBytes(StandardCharsets.UTF_8));
        Path schema = file.resolveSibling(FILE_NAME);
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(schema) || Files.size(schema) != text.length) {
            AtomicFile.write(schema, text);
        }
    }
}
