// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.ArrayList;
import java.util.List;

/** The places of a picture that a window covers; what lies outside is left out. */
record Window(List<Tap> taps) {
    /** One place, and its number within the window. */
    record Tap(int y, int x, int index) {}

    static Window at(int top, int left, Size size, Size dilation, Shape picture) {
        List<Tap> taps = new ArrayList<>();
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                int y = top + row * dilation.height();
                int x = left + column * dilation.width();
                if (y >= 0 && y < picture.dimension(0) && x >= 0 && x < picture.dimension(1)) {
                    taps.add(new Tap(y, x, row * size.width() + column));
                }
            }
        }
        return new Window(taps);
    }
}
