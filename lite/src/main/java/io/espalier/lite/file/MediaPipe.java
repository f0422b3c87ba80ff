// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import io.espalier.lite.schema.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What MediaPipe 1.1 makes of an image's metadata where that is not what one expects. */
final class MediaPipe {
    private static final String NAME = "MediaPipe 1.1";
    private static final int IMAGE_RANK = 4;
    private static final float MOST = 255;

    private MediaPipe() {}

    /** For an input that could be an image of colour; none for all others. */
    static List<String> notes(Tensor input, String name, Optional<Normalization> normalization) {
        Ints shape = input.dynamicShape();
        boolean isImage = shape.size() == IMAGE_RANK && shape.get(3) == 3;
        if (!isImage) {
            return List.of();
        }
        if (input.type() == TensorType.INT8 || input.type() == TensorType.INT16) {
            return List.of(NAME + " takes images as FLOAT32 or UINT8 and refuses input '" + name + "' of type "
                    + input.type() + "; --input-type uint8 makes one that it takes");
        }
        if (input.type() == TensorType.FLOAT32 && normalization.isEmpty()) {
            return List.of(NAME + " refuses the float input '" + name
                    + "' without a normalization; --normalize MEAN,STD gives it one");
        }
        if (normalization.isEmpty()) {
            return List.of();
        }
        Normalization given = normalization.get();
        if (input.type() == TensorType.UINT8) {
            return scale(input, name, given);
        }
        boolean unequal = new HashSet<>(given.mean()).size() > 1 || new HashSet<>(given.std()).size() > 1;
        return unequal
                ? List.of(NAME + " cannot normalize channels differently (UNIMPLEMENTED): it refuses the means "
                        + given.mean() + " and standard deviations " + given.std() + " of input '" + name
                        + "'; put the normalization into the model, or use one mean and one standard deviation")
                : List.of();
    }

    /** It hands bytes over as they are, which is right only if the input's own scale does what the normalization says. */
    private static List<String> scale(Tensor input, String name, Normalization normalization) {
        if (input.quantization().scales().size() != 1) {
            return List.of();
        }
        float scale = input.quantization().scales().get(0);
        long zeroPoint = input.quantization().zeroPoints().isEmpty()
                ? 0
                : input.quantization().zeroPoints().get(0);
        float least = scale * (0 - zeroPoint);
        float greatest = scale * (MOST - zeroPoint);
        boolean fits = true;
        for (int channel = 0; channel < normalization.mean().size(); channel++) {
            fits &= Math.abs(normalization.apply(0, channel) - least) <= scale
                    && Math.abs(normalization.apply(MOST, channel) - greatest) <= scale;
        }
        return fits
                ? List.of()
                : List.of(String.format(
                        Locale.US,
                        "%s passes bytes to the UINT8 input '%s' as they are, so 0..255 become %.4g..%.4g, not %.4g..%.4g"
                                + " as normalized; calibrate with data that reach both ends",
                        NAME,
                        name,
                        least,
                        greatest,
                        normalization.apply(0, 0),
                        normalization.apply(MOST, 0)));
    }
}
