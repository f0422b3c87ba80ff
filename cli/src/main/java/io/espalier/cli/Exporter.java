// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.format.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code export} does for some formats, with options of their own, which its constructor declares. */
interface Exporter {
    /** Whether it writes files of this format. */
    boolean writes(ModelFormat<?> format);

    /** Whether it writes graphs too, which have operators and no layers. */
    default boolean takesGraphs(ModelFormat<?> format) {
        return false;
    }

    /** The options of its own that the user gave, by their names; other formats refuse them. */
    List<String> given();

    /** Looks at what can be wrong with the output before the model is read. */
    default Path claim(OutputFile output, Path source, ModelFormat<?> format) throws IOException {
        return output.claim(source, format.extension());
    }

    /** Writes a model and says what came of it; the same for programs. */
    ObjectNode write(Exported exported, ModelFormat<?> format) throws IOException;
}
