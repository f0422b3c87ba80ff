// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/**
 * How far numbers are from those that they stand for. The sums of parts merge to the sums of the whole, in any order, but for rounding.
 *
 * @param count of pairs
 * @param signal the sum of the squares of what was expected
 * @param noise the sum of the squares of the differences
 * @param energy the sum of the squares of what came instead
 * @param product the sum of the products of the two
 * @param greatest the greatest magnitude of a difference
 */
public record Deviation(long count, double signal, double noise, double energy, double product, double greatest) {
    public static final Deviation NONE = new Deviation(0, 0, 0, 0, 0, 0);

    /** With the numbers from {@code offset} on, as many as {@code length}. */
    public Deviation add(float[] expected, float[] actual, int offset, int length) {
        double newSignal = 0;
        double newNoise = 0;
        double newEnergy = 0;
        double newProduct = 0;
        double newGreatest = 0;
        for (int i = offset; i < offset + length; i++) {
            double wanted = expected[i];
            double got = actual[i];
            double difference = got - wanted;
            newSignal += wanted * wanted;
            newNoise += difference * difference;
            newEnergy += got * got;
            newProduct += wanted * got;
            newGreatest = Math.max(newGreatest, Math.abs(difference));
        }
        return merge(new Deviation(length, newSignal, newNoise, newEnergy, newProduct, newGreatest));
    }

    public Deviation merge(Deviation other) {
        return new Deviation(
                count + other.count,
                signal + other.signal,
                noise + other.noise,
                energy + other.energy,
                product + other.product,
                Math.max(greatest, other.greatest));
    }

    /** The mean of the squares of the differences; NaN where nothing was added. */
    public double meanSquaredError() {
        return noise / count;
    }

    /** The cosine of the angle between the two, from -1 to 1; 1 for two that are all zero, 0 where one is. */
    public double cosine() {
        if (signal == 0 || energy == 0) {
            return signal == energy ? 1 : 0;
        }
        return product / (Math.sqrt(signal) * Math.sqrt(energy));
    }

    /** The signal's energy by the noise's; infinite where there is no noise. */
    public double signalToNoise() {
        return noise == 0 ? Double.POSITIVE_INFINITY : signal / noise;
    }

    /** {@link #signalToNoise()} in decibels. */
    public double signalToNoiseDecibels() {
        return 10 * Math.log10(signalToNoise());
    }
}
