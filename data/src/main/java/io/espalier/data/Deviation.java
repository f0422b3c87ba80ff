// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

/**
 * The deviation of actual numbers from expected ones, as running sums. Immutable; sums of parts can be merged in any order, up to rounding.
 *
 * @param count the number of pairs
 * @param signal the sum of the squares of the expected numbers
 * @param noise the sum of the squares of the differences
 * @param energy the sum of the squares of the actual numbers
 * @param product the sum of the products of expected and actual numbers
 * @param greatest the largest absolute difference
 */
public record Deviation(long count, double signal, double noise, double energy, double product, double greatest) {
    /** No pairs yet. */
    public static final Deviation NONE = new Deviation(0, 0, 0, 0, 0, 0);

    /**
     * This with more pairs.
     *
     * @param offset the index of the first pair in both arrays
     * @param length the number of pairs
     */
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

    /** The deviation over the pairs of both. */
    public Deviation merge(Deviation other) {
        return new Deviation(
                count + other.count,
                signal + other.signal,
                noise + other.noise,
                energy + other.energy,
                product + other.product,
                Math.max(greatest, other.greatest));
    }

    /** The mean squared error; NaN if there are no pairs. */
    public double meanSquaredError() {
        return noise / count;
    }

    /** The cosine similarity, from -1 to 1; 1 if all numbers are zero, 0 if only the expected or only the actual ones are. */
    public double cosine() {
        if (signal == 0 || energy == 0) {
            return signal == energy ? 1 : 0;
        }
        return product / (Math.sqrt(signal) * Math.sqrt(energy));
    }

    /** The signal-to-noise ratio, signal energy over noise energy; infinite if there is no noise. */
    public double signalToNoise() {
        return noise == 0 ? Double.POSITIVE_INFINITY : signal / noise;
    }

    /** {@link #signalToNoise()} in decibels. */
    public double signalToNoiseDecibels() {
        return 10 * Math.log10(signalToNoise());
    }
}
