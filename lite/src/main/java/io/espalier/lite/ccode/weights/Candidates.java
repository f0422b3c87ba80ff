// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps that share the same weights, and the forms in which these can be stored.
 *
 * @param steps of one kernel
 * @param packings of all forms that hold the values
 */
record Candidates(List<Weighted> steps, Map<Form, Packing> packings) {

    /** @param forms those to consider */
    static Candidates of(List<Weighted> steps, Set<Form> forms) {
        Map<Form, Packing> packings = new EnumMap<>(Form.class);
        Weighted first = steps.get(0);
        for (Form form : forms) {
            if (first.takes(form)) {
                form.pack(first.rows()).ifPresent(packing -> packings.put(form, packing));
            }
        }
        return new Candidates(steps, packings);
    }

    Weighted first() {
        return steps.get(0);
    }

    String kernel() {
        return first().step().kernel();
    }

    int plainBytes() {
        return first().rows().values().length;
    }

    Optional<Packing> packing(Form form) {
        return Optional.ofNullable(packings.get(form));
    }

    /** The bytes in a form; without one, plain. */
    int bytes(Optional<Form> form) {
        return form.flatMap(this::packing).map(Packing::bytes).orElse(plainBytes());
    }

    long cycles(Optional<Form> form) {
        return steps.stream()
                .mapToLong(step -> Cost.of(step, form.flatMap(this::packing)))
                .sum();
    }
}
