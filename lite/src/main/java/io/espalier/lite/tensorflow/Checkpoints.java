// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The variables of a SavedModel, read from its checkpoint when they are first needed: those of training alone are never read. */
final class Checkpoints {
    private Checkpoints() {}

    /**
     * The variables of a graph.
     *
     * @throws io.espalier.model.ModelFormatException if the checkpoint is not whole
     */
    static Variables of(Path folder, MetaGraph graph) throws IOException {
        Map<String, RestoredVariables.Entry> entries = RestoredVariables.of(graph);
        if (entries.isEmpty()) {
            return Variables.NONE;
        }
        Checkpoint checkpoint = Checkpoint.open(folder.resolve("variables").resolve("variables"));
        return node -> Optional.ofNullable(entries.get(node)).flatMap(entry -> value(checkpoint, entry));
    }

    private static Optional<ConstantTensor> value(Checkpoint checkpoint, RestoredVariables.Entry entry) {
        try {
            return entry.part().isEmpty()
                    ? checkpoint.tensor(entry.key())
                    : checkpoint.tensor(entry.key(), entry.part());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
