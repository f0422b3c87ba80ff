// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import java.util.List;
import java.util.Objects;

/**
 * Random image augmentation for training, different in each epoch. It does in one step what Keras's layers {@code RandomFlip}, {@code
 * RandomTranslation}, {@code RandomZoom} and {@code RandomBrightness} do one after another, with bilinear interpolation and {@code
 * fill_mode="reflect"}.
 *
 * <pre>{@code
 * Augmentation augmentation = Augmentation.NONE
 *         .withFlip(Augmentation.Flip.HORIZONTAL)
 *         .withTranslation(0.1f, 0.1f)
 *         .withZoom(0.2f);
 * }</pre>
 *
 * <p>The result for an example depends only on the seed, the epoch and the example's index. An amount of 0 has no effect, and changing one amount
 * does not change the random numbers drawn for the others.
 *
 * @param flip the axes along which images are flipped
 * @param heightShift the largest vertical shift, as a share of the height, from 0 to 1
 * @param widthShift the largest horizontal shift, as a share of the width, from 0 to 1
 * @param zoom the largest zoom in or out, from 0 to below 1: 0.2 shows from 80% to 120% of each side, with the aspect ratio kept
 * @param brightness the largest change of brightness, as a share of 255, from 0 to 1; results are clipped to 0..255
 */
public record Augmentation(Flip flip, float heightShift, float widthShift, float zoom, float brightness) {
    /** No augmentation. */
    public static final Augmentation NONE = new Augmentation(Flip.NONE, 0, 0, 0, 0);

    /** The axes along which an image is flipped, each with a probability of one half. */
    public enum Flip {
        /** Images are not flipped. */
        NONE(false, false),
        /** Left and right are swapped. */
        HORIZONTAL(true, false),
        /** Top and bottom are swapped. */
        VERTICAL(false, true),
        /** Both, independently. */
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

    /** @throws IllegalArgumentException if an amount is out of range */
    public Augmentation {
        Objects.requireNonNull(flip, "flip");
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

    /** Flips images along these axes. */
    public Augmentation withFlip(Flip axes) {
        return new Augmentation(axes, heightShift, widthShift, zoom, brightness);
    }

    /** Shifts images by up to these shares of their height and width.
     *
     * @throws IllegalArgumentException if they are out of range
     */
    public Augmentation withTranslation(float heightFactor, float widthFactor) {
        return new Augmentation(flip, heightFactor, widthFactor, zoom, brightness);
    }

    /** Zooms in or out by up to this factor.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Augmentation withZoom(float factor) {
        return new Augmentation(flip, heightShift, widthShift, factor, brightness);
    }

    /** Changes brightness by up to this share of 255.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Augmentation withBrightness(float factor) {
        return new Augmentation(flip, heightShift, widthShift, zoom, factor);
    }

    /**
     * A view of a data set as an epoch of training sees it. Images are augmented each time they are read, in parallel.
     *
     * @param images UINT8 features of shape (height, width) or (height, width, channels)
     * @param epoch its number, from 1
     * @throws DataFormatException if the features have another type or shape
     */
    public Dataset apply(Dataset images, long seed, int epoch) {
        List<Integer> shape = images.features().shape();
        if (images.features().type() != ElementType.UINT8 || shape.size() < 2 || shape.size() > 3) {
            throw new DataFormatException(images.name() + ": has " + images.features()
                    + "; only images can be augmented: UINT8 of shape (height, width) or (height, width, channels)");
        }
        return equals(NONE) ? images : new AugmentedDataset(images, this, seed, epoch);
    }
}
