// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.util.function.IntUnaryOperator;

/** For each pixel of a new axis its two neighbours on the old one, and the share of the second. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Axis(int[] low, int[] high, float[] share) {
    /**
     * Stretches a part of an axis over a new one; the part's ends are continued by themselves.
     *
     * @param from the first pixel of the part
     * @param part how many pixels it has
     */
    static Axis resize(int from, int part, int to) {
        float scale = (float) part / to;
        float[] places = new float[to];
        for (int i = 0; i < to; i++) {
            places[i] = (i + 0.5f) * scale - 0.5f;
        }
        return of(places, pixel -> from + Math.max(0, Math.min(pixel, part - 1)));
    }

    /**
     * Looks at an axis from elsewhere: pixel {@code i} of the new one lies at {@code first + i * step} of the old one, whose ends are reflected,
     * the last pixel included.
     */
    static Axis reflected(int length, float first, float step) {
        float[] places = new float[length];
        for (int i = 0; i < length; i++) {
            places[i] = first + i * step;
        }
        return of(places, pixel -> {
            int inPeriod = Math.floorMod(pixel, 2 * length);
            return inPeriod < length ? inPeriod : 2 * length - 1 - inPeriod;
        });
    }

    private static Axis of(float[] places, IntUnaryOperator stored) {
        Axis axis = new Axis(new int[places.length], new int[places.length], new float[places.length]);
        for (int i = 0; i < places.length; i++) {
            int floor = (int) Math.floor(places[i]);
            axis.low[i] = stored.applyAsInt(floor);
            axis.high[i] = stored.applyAsInt(floor + 1);
            axis.share[i] = places[i] - floor;
        }
        return axis;
    }

    int length() {
        return low.length;
    }
}
