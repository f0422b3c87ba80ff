// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.internal.AtomicFile;
import io.espalier.data.Task;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.search.SearchException;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The model that trials start from.
 *
 * @param outputs what is known of its outputs, by their names
 */
record ReadModel(Model model, Map<String, Task.Output> outputs) {
    /**
     * Reads the model of a setup.
     *
     * @param folder for a copy while it is read
     * @throws SearchException if it is no model of layers
     */
    static ReadModel of(TrialSetup setup, Path folder) throws IOException {
        Path copy = Files.createTempFile(folder, "model", ".tmp");
        try {
            AtomicFile.write(copy, temporary -> write(setup.model(), temporary));
            try (ModelSource source = ModelSource.open(copy)) {
                Model model = ModelFormats.of(source)
                        .orElseThrow(() -> SearchException.badUse(setup.modelName() + ": not a Keras model"))
                        .read(source, ReadOptions.NONE)
                        .as(Model.class)
                        .orElseThrow(() -> SearchException.badUse(setup.modelName() + ": not a model of layers"))
                        .content();
                return new ReadModel(model, ModelOutput.all(model, KerasFiles.compiled(source)));
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** A channel may take a part only, as where a disk is nearly full. */
    private static void write(ByteBuffer bytes, Path to) throws IOException {
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
