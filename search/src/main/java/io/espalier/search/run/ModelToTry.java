// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.base.Provenance;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.Feature;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Figure;
import io.espalier.search.space.RecipeSpace.Goals;
import io.espalier.search.trial.TrialData;
import io.espalier.search.trial.TrialSetup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The model of a search as one file that can be sent: in its own format, or as .h5 where its weights are elsewhere. */
final class ModelToTry {
    private ModelToTry() {}

    /** What trials need. */
    static TrialSetup setup(
            ModelSource file, StoredModel<Model> stored, TrialData data, Path store, int threads, Goals goals)
            throws IOException {
        ModelFormat<?> format = ModelFormats.of(file).orElseThrow();
        boolean isWhole = format.features().contains(Feature.WEIGHTS)
                && !format.extension().isEmpty();
        byte[] bytes = isWhole ? file.bytes() : withWeights(stored.content(), store);
        String name = file.path().getFileName() + (isWhole ? "" : " as .h5");
        return new TrialSetup(
                name,
                bytes,
                Provenance.parent(name, ByteBuffer.wrap(bytes)),
                data,
                threads,
                store.toAbsolutePath().toString(),
                needFirmware(goals));
    }

    private static boolean needFirmware(Goals goals) {
        return Stream.concat(
                        goals.objectives().stream(),
                        goals.constraints().stream().map(Constraint::figure))
                .anyMatch(Figure::needsFirmware);
    }

    private static byte[] withWeights(Model model, Path store) throws IOException {
        Files.createDirectories(store);
        Path file = Files.createTempFile(store, "model", ".h5");
        try {
            KerasFormat.H5.write(model, null, file);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
