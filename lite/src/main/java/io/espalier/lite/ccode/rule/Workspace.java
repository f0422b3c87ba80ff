// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The tensors of a program while operators become steps: those of the model, and those that steps hand to each other. */
final class Workspace {
    private final List<Tensor> tensors;

    Workspace(List<Tensor> tensors) {
        this.tensors = new ArrayList<>(tensors);
    }

    /** The index of one more tensor. */
    int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    Tensor tensor(int index) {
        return tensors.get(index);
    }

    List<Tensor> tensors() {
        return List.copyOf(tensors);
    }
}
