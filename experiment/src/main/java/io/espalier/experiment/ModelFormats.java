// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.lite.ccode.CFormat;
import io.espalier.lite.format.TfliteFormat;
import io.espalier.lite.micro.MicroFormat;
import io.espalier.lite.tensorflow.FrozenGraphFormat;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.tfjs.TfjsLayersFormat;
import java.util.List;
import java.util.Optional;

/** All formats of models that Espalier knows. */
public final class ModelFormats {
    // A model.json of TensorFlow.js is JSON too, so it comes first.
    private static final List<ModelFormat<?>> ALL = List.of(
            KerasFormat.H5,
            KerasFormat.KERAS,
            TfjsLayersFormat.TFJS_LAYERS,
            TfjsGraphFormat.TFJS_GRAPH,
            KerasFormat.JSON,
            TfliteFormat.TFLITE,
            SavedModelFormat.SAVED_MODEL,
            FrozenGraphFormat.FROZEN_GRAPH,
            CFormat.C,
            MicroFormat.TFLM);

    private ModelFormats() {}

    /** All of them, in the order in which messages list them. */
    public static List<ModelFormat<?>> all() {
        return ALL;
    }

    /**
     * The format of a file or folder: the one that recognizes its content. A file that none recognizes is left to the one that claims its name,
     * whose reader then says what is wrong.
     *
     * @return empty if there is none
     */
    public static Optional<ModelFormat<?>> of(ModelSource source) {
        for (ModelFormat<?> format : ALL) {
            if (format.recognizes(source)) {
                return Optional.of(format);
            }
        }
        return source.isFolder() ? Optional.empty() : claiming(source.path().toString());
    }

    /** The format that claims the name of a file; empty if there is none. */
    public static Optional<ModelFormat<?>> claiming(String name) {
        for (ModelFormat<?> format : ALL) {
            if (format.claims(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
