// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which form each tensor takes; an empty one is plain. */
final class Choice {
    private static final List<Form> FORMS = List.of(Form.values());

    private Choice() {}

    /** Of the programs that are at most this part larger than the smallest, a quick one. */
    private static final int TOLERANCE = 10;

    /** The smallest program, and of those that are hardly larger a quick one. */
    static List<Optional<Form>> small(List<Candidates> all) {
        List<Optional<Form>> forms = smallest(all);
        int most = forms.isEmpty() ? 0 : bytes(all, forms);
        most += most / TOLERANCE;
        Optional<List<Optional<Form>>> quicker = quicker(all, forms, most);
        while (quicker.isPresent()) {
            forms = quicker.get();
            quicker = quicker(all, forms, most);
        }
        return forms;
    }

    /** With another form for one tensor: the one that saves most time, if there are not more bytes than that. */
    private static Optional<List<Optional<Form>>> quicker(List<Candidates> all, List<Optional<Form>> forms, int most) {
        Optional<List<Optional<Form>>> best = Optional.empty();
        long saved = 0;
        for (int index = 0; index < all.size(); index++) {
            Candidates each = all.get(index);
            List<Optional<Form>> others = new ArrayList<>(List.of(Optional.empty()));
            each.packings().keySet().forEach(form -> others.add(Optional.of(form)));
            for (Optional<Form> other : others) {
                long saves = each.cycles(forms.get(index)) - each.cycles(other);
                List<Optional<Form>> changed = new ArrayList<>(forms);
                changed.set(index, other);
                if (saves > saved && bytes(all, changed) <= most) {
                    saved = saves;
                    best = Optional.of(changed);
                }
            }
        }
        return best;
    }

    /**
     * The smallest program: tables, and the code of every form and kernel that is used. Each set of forms is tried, with and without plain kernels of each
     * kind; within a set, every tensor takes its smallest form.
     */
    private static List<Optional<Form>> smallest(List<Candidates> all) {
        List<String> kernels = new ArrayList<>(
                new TreeSet<>(all.stream().map(Candidates::kernel).toList()));
        List<Optional<Form>> best = List.of();
        int fewest = Integer.MAX_VALUE;
        for (int set = 0; set < 1 << (FORMS.size() + kernels.size()); set++) {
            List<Optional<Form>> forms = new ArrayList<>();
            for (Candidates candidates : all) {
                boolean plain = ((set >> (FORMS.size() + kernels.indexOf(candidates.kernel()))) & 1) == 0;
                smallest(candidates, set, plain).ifPresent(forms::add);
            }
            int bytes = forms.size() == all.size() ? bytes(all, forms) : Integer.MAX_VALUE;
            if (bytes < fewest) {
                fewest = bytes;
                best = forms;
            }
        }
        return best;
    }

    private static Optional<Optional<Form>> smallest(Candidates candidates, int set, boolean plain) {
        Optional<Optional<Form>> best = plain ? Optional.of(Optional.empty()) : Optional.empty();
        int fewest = plain ? candidates.plainBytes() : Integer.MAX_VALUE;
        for (Form form : candidates.packings().keySet()) {
            int bytes = candidates.bytes(Optional.of(form));
            if (((set >> FORMS.indexOf(form)) & 1) != 0 && bytes < fewest) {
                fewest = bytes;
                best = Optional.of(Optional.of(form));
            }
        }
        return best;
    }

    /** Of all tables and all code. */
    private static int bytes(List<Candidates> all, List<Optional<Form>> forms) {
        CodeBytes code = new CodeBytes();
        int bytes = 0;
        for (int index = 0; index < all.size(); index++) {
            Optional<Form> form = forms.get(index);
            bytes += all.get(index).bytes(form);
            code.addKernel(kernel(all.get(index), form));
            all.get(index).steps().forEach(step -> form.ifPresent(code::addForm));
        }
        return bytes + code.bytes();
    }

    private static String kernel(Candidates candidates, Optional<Form> form) {
        return candidates.kernel()
                + form.map(given -> given == Form.SPARSE ? "_sparse" : "_packed")
                        .orElse("");
    }

    /** The quickest form of each; of equally quick ones the smallest. */
    static List<Optional<Form>> quickest(List<Candidates> all) {
        return all.stream()
                .map(candidates -> {
                    Optional<Form> best = Optional.empty();
                    for (Form form : candidates.packings().keySet()) {
                        if (candidates.cycles(Optional.of(form)) < candidates.cycles(best)) {
                            best = Optional.of(form);
                        }
                    }
                    return best;
                })
                .toList();
    }

    /** The form with the fewest bytes for each, whatever code it needs; of equally small ones the first. */
    static List<Optional<Form>> shortest(List<Candidates> all) {
        return all.stream()
                .map(candidates -> {
                    Optional<Form> best = Optional.empty();
                    for (Form form : candidates.packings().keySet()) {
                        if (candidates.bytes(Optional.of(form)) < candidates.bytes(best)) {
                            best = Optional.of(form);
                        }
                    }
                    return best;
                })
                .toList();
    }
}
