// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import java.util.List;

/**
 * How pictures are changed at random while a model is trained, so that it sees others in each epoch: what Keras's layers {@code RandomFlip},
 * {@code RandomTranslation}, {@code RandomZoom} and {@code RandomBrightness} do one after the other, with bilinear interpolation, done once for
 * all, and {@code fill_mode="reflect"}.
 *
 * <pre>{@code
 * Augmentation augmentation =
 *         Augmentation.NONE.randomFlip(Flip.HORIZONTAL).randomTranslation(0.1f, 0.1f).randomZoom(0.2f);
 * }</pre>
 *
 * <p>What becomes of an example follows from the seed, the epoch and the example's number alone. An amount of 0 leaves things as they are,
 * and changing one amount does not change what is drawn for the others.
 *
 * @param heightShift at most this share of the height up or down
 * @param widthShift at most this share of the width to the left or right
 * @param zoom up to how much more of the picture is seen, or less: 0.2 is from 80% to 120% of its sides, both alike
 * @param brightness up to which share of 255 is added or taken away; what leaves 0 to 255 becomes these
 */
public record Augmentation(Flip flip, float heightShift, float widthShift, float zoom, float brightness) {
    /** Changes nothing. */
    public static final Augmentation NONE = new Augmentation(Flip.NONE, 0, 0, 0, 0);

    /** Along which axes a picture is mirrored, each in half of the cases. */
    public enum Flip {
        NONE(false, false),
        HORIZONTAL(true, false),
        VERTICAL(false, true),
        HORIZONTAL_AND_VERTICAL(true, true);

        private final boolean horizontal;
        private final boolean vertical;

        Flip(boolean horizontal, boolean vertical) {
            this.horizontal = horizontal;
            this.vertical = vertical;
        }

        boolean horizontal() {
            return horizontal;
        }

        boolean vertical() {
            return vertical;
        }
    }

    public Augmentation {
        requireShare("height shift", heightShift);
        requireShare("width shift", widthShift);
        requireShare("zoom", zoom);
        requireShare("brightness", brightness);
        if (zoom == 1) {
            throw new IllegalArgumentException("a zoom of 1 can show nothing of an image; use less than 1");
        }
    }

    private static void requireShare(String what, float amount) {
        if (!(amount >= 0 && amount <= 1)) {
            throw new IllegalArgumentException("the " + what + " must be from 0 to 1, not " + amount);
        }
    }

    public Augmentation randomFlip(Flip axes) {
        return new Augmentation(axes, heightShift, widthShift, zoom, brightness);
    }

    public Augmentation randomTranslation(float heightFactor, float widthFactor) {
        return new Augmentation(flip, heightFactor, widthFactor, zoom, brightness);
    }

    public Augmentation randomZoom(float factor) {
        return new Augmentation(flip, heightShift, widthShift, factor, brightness);
    }

    public Augmentation randomBrightness(float factor) {
        return new Augmentation(flip, heightShift, widthShift, zoom, factor);
    }

    /**
     * The examples as an epoch sees them. A view: pictures are changed each time that they are read, on all processors.
     *
     * @param pictures bytes of shape (height, width) or (height, width, channels)
     * @throws DataFormatException if the examples are something else
     */
    public Dataset of(Dataset pictures, long seed, int epoch) {
        List<Integer> shape = pictures.features().shape();
        if (pictures.features().type() != ElementType.UINT8 || shape.size() < 2 || shape.size() > 3) {
            throw new DataFormatException(pictures.name() + ": has " + pictures.features()
                    + "; only images can be augmented: UINT8 of shape (height, width) or (height, width, channels)");
        }
        return equals(NONE) ? pictures : new AugmentedDataset(pictures, this, seed, epoch);
    }
}
