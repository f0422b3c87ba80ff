// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.util.SplittableRandom;

/**
 * What an augmentation came to for one image.
 *
 * @param down by which share of its height it is moved
 * @param right by which share of its width it is moved
 * @param sides of what is seen, as a multiple of the image's
 * @param lighter what is added to each number
 */
record ImageTransform(boolean upsideDown, boolean mirrored, float down, float right, float sides, float lighter) {
    /** Draws for an example in an epoch. Whatever is wanted, all is drawn, so that one amount does not move the others. */
    static ImageTransform draw(Augmentation augmentation, long seed, int epoch, int example) {
        SplittableRandom random = random(random(random(seed).nextLong() + epoch).nextLong() + example);
        boolean upsideDown = random.nextBoolean();
        boolean mirrored = random.nextBoolean();
        return new ImageTransform(
                upsideDown && augmentation.flip().vertical(),
                mirrored && augmentation.flip().horizontal(),
                within(random, augmentation.heightShift()),
                within(random, augmentation.widthShift()),
                1 + within(random, augmentation.zoom()),
                within(random, augmentation.brightness()) * 255);
    }

    private static SplittableRandom random(long seed) {
        return new SplittableRandom(seed);
    }

    private static float within(SplittableRandom random, float amount) {
        return amount * (float) (2 * random.nextDouble() - 1);
    }

    Pixels of(Pixels image) {
        boolean moved = upsideDown || mirrored || down != 0 || right != 0 || sides != 1;
        Pixels seen = moved
                ? image.sampled(axis(image.height(), upsideDown, down), axis(image.width(), mirrored, right))
                : image;
        return lighter == 0 ? seen : brightened(seen);
    }

    /** Flipped, then shifted, then zoomed about its middle. */
    private Axis axis(int length, boolean flipped, float shift) {
        float middle = (length - 1) / 2f;
        float first = middle - middle * sides - shift * length;
        return flipped ? Axis.reflected(length, length - 1 - first, -sides) : Axis.reflected(length, first, sides);
    }

    private Pixels brightened(Pixels image) {
        byte[] table = new byte[256];
        for (int value = 0; value < table.length; value++) {
            table[value] = (byte) Math.max(0, Math.min(255, Math.round(value + lighter)));
        }
        byte[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = table[values[i] & 0xFF];
        }
        return new Pixels(image.height(), image.width(), image.channels(), values);
    }
}
