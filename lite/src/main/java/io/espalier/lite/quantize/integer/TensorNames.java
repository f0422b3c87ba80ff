// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for tensors that come in a second form. */
final class TensorNames {
    private final Set<String> taken = new HashSet<>();

    TensorNames(List<Tensor> tensors) {
        tensors.forEach(tensor -> taken.add(tensor.name()));
    }

    /** The name with the form's type behind it, and a number where that is taken. */
    String of(String name, TensorEncoding form) {
        String wanted = name + "/" + form.type().name().toLowerCase(Locale.ROOT);
        String free = wanted;
        for (int number = 1; !taken.add(free); number++) {
            free = wanted + number;
        }
        return free;
    }
}
