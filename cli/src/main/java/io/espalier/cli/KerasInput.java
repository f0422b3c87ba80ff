// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasReader;
import java.io.IOException;
import java.nio.file.Path;

/** How a Keras model is read that does not say all of it itself. */
final class KerasInput {
    /** What {@link InputFile#KERAS} may be. */
    static final String FORMS = "A model of Keras: .keras, .h5, or the JSON of an architecture.";

    private final Argument<int[]> inputShape;
    private final Argument<Path> weights;

    KerasInput(Arguments arguments) {
        inputShape = arguments.option(
                int[].class,
                Arguments.named(
                                "--input-shape",
                                "N",
                                "Shape of one example, channels last, such as 224,224,3; for dimensions that the model leaves open.")
                        .auxiliaryTypes(int.class)
                        .splitRegex(","));
        weights = arguments.option(
                Path.class,
                Arguments.named(
                        "--weights",
                        "FILE",
                        "The weights of an architecture in JSON, as save_weights of Keras wrote them."));
    }

    /** Reads the model, and says where that is not what was trained. */
    Model read(Path file, Terminal terminal) throws IOException {
        terminal.reads(file);
        KerasReader reader = KerasReader.standard();
        if (inputShape.orNull() != null) {
            for (int dimension : inputShape.orNull()) {
                if (dimension < 1) {
                    throw new UsageException("--input-shape has dimensions of at least 1, not " + dimension);
                }
            }
            reader = reader.inputShape(inputShape.orNull());
        }
        if (weights.orNull() != null) {
            return reader.read(file, weights.orNull());
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
