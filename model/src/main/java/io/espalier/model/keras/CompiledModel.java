// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import java.io.IOException;
import java.util.Optional;

/** What a file says of {@code compile}, without the optimizer and its state: reading it takes no weights. */
final class CompiledModel {
    private CompiledModel() {}

    static Optional<KerasTraining> of(ModelSource source) throws IOException {
        JsonNode config = config(source);
        if (!config.isObject()) {
            return Optional.empty();
        }
        KerasTraining all = TrainingConfigReader.read(config);
        return Optional.of(new KerasTraining(all.losses(), all.metrics(), Optional.empty()));
    }

    private static JsonNode config(ModelSource source) throws IOException {
        if (source.isFolder()) {
            return MissingNode.getInstance();
        }
        return switch (KerasFormat.of(source)) {
            case H5 -> {
                HdfSource file = HdfSource.of(source.path(), source.bytes());
                String where = "attribute '" + KerasAttributes.TRAINING_CONFIG + "'";
                yield file.text(KerasAttributes.TRAINING_CONFIG)
                        .map(text -> KerasReader.json(file.file(), text, where))
                        .orElse(MissingNode.getInstance());
            }
            case KERAS -> {
                try (KerasArchive archive = KerasArchive.open(source.path())) {
                    yield KerasReader.json(archive.file(), archive.config(), KerasArchive.CONFIG)
                            .path("compile_config");
                }
            }
            case JSON -> MissingNode.getInstance();
        };
    }
}
