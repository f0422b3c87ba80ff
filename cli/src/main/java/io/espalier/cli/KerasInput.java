// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a Keras model is read that does not say all of it itself. */
final class KerasInput {
    /** What {@link InputFile#KERAS} may be. */
    static final String FORMS = "A model of Keras: .keras, .h5, or the JSON of an architecture.";

    @Option(
            names = "--input-shape",
            split = ",",
            paramLabel = "N",
            description =
                    "Shape of one example, channels last, such as 224,224,3; for dimensions that the model leaves open.")
    private int @Nullable [] inputShape;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The weights of an architecture in JSON, as save_weights of Keras wrote them.")
    private @Nullable Path weights;

    /** Reads the model, and says where that is not what was trained. */
    Model read(Path file, Terminal terminal) throws IOException {
        terminal.reads(file);
        KerasReader reader = KerasReader.standard();
        if (inputShape != null) {
            for (int dimension : inputShape) {
                if (dimension < 1) {
                    throw new UsageException("--input-shape has dimensions of at least 1, not " + dimension);
                }
            }
            reader = reader.inputShape(inputShape);
        }
        if (weights != null) {
            return reader.read(file, weights);
        }
        Model model = reader.read(file);
        if (KerasFiles.isArchitecture(file)) {
            terminal.note(
                    file
                            + ": is an architecture without weights; they start anew, from seed 0, unless --weights names a file");
        }
        return model;
    }
}
