// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import io.espalier.lite.schema.TensorType;
import java.util.Locale;
import java.util.Optional;

/** Where MediaPipe 1.1 hands bytes to a model otherwise than its metadata say. What it refuses is in the table of its target. */
final class MediaPipe {
    private static final String NAME = "MediaPipe 1.1";
    private static final int IMAGE_RANK = 4;
    private static final float MOST = 255;

    private MediaPipe() {}

    /** Of a uint8 image whose own scale does not do what the normalization says; empty for all others. */
    static Optional<String> note(Tensor input, String name, Optional<Normalization> normalization) {
        Ints shape = input.dynamicShape();
        boolean isImage = shape.size() == IMAGE_RANK && shape.get(3) == 3;
        return isImage && input.type() == TensorType.UINT8
                ? normalization.flatMap(given -> scale(input, name, given))
                : Optional.empty();
    }

    /** It hands bytes over as they are, which is right only if the input's own scale does what the normalization says. */
    private static Optional<String> scale(Tensor input, String name, Normalization normalization) {
        if (input.quantization().scales().size() != 1) {
            return Optional.empty();
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
                ? Optional.empty()
                : Optional.of(String.format(
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
