// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.base.Preprocessing;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Scaling;
import io.espalier.data.image.ImageFolder;
import io.espalier.data.image.ImageShape;
import io.espalier.data.image.ImageShape.Fit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The preprocessing that provenance tells of, in the terms of data sets. */
public final class ModelPreprocessing {
    private ModelPreprocessing() {}

    /** What is done to examples before a model sees them; empty where nothing is but what is always done to bytes: scaling to 0..1. */
    public static Optional<Preprocessing> of(Dataset examples) {
        Scaling scaling = examples.scaling();
        if (examples instanceof ImageFolder folder) {
            return Optional.of(new Preprocessing(scaling.multiplier(), scaling.offset(), pictures(folder.shape())));
        }
        return examples.features().type() == ElementType.UINT8 && !scaling.equals(Scaling.UNIT)
                ? Optional.of(new Preprocessing(scaling.multiplier(), scaling.offset(), null))
                : Optional.empty();
    }

    private static Preprocessing.Pictures pictures(ImageShape shape) {
        return new Preprocessing.Pictures(shape.height(), shape.width(), name(shape.color()), name(shape.fit()));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** How bytes become the inputs of a model with this preprocessing. */
    public static Scaling scaling(@Nullable Preprocessing known) {
        return known == null ? Scaling.UNIT : new Scaling(known.multiplier(), known.offset());
    }

    /** How pictures of another aspect ratio become inputs of a model with this preprocessing. */
    public static Fit fit(@Nullable Preprocessing known) {
        return known != null
                        && known.pictures() != null
                        && known.pictures().resize().equals(name(Fit.CROP))
                ? Fit.CROP
                : Fit.STRETCH;
    }

    /** The same with bytes scaled in another way. */
    public static Preprocessing rescaled(@Nullable Preprocessing known, Scaling bytes) {
        return new Preprocessing(bytes.multiplier(), bytes.offset(), known == null ? null : known.pictures());
    }
}
