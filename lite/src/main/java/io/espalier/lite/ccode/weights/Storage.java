// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.CWeights;
import io.espalier.lite.ccode.settings.Compression;
import io.espalier.lite.ccode.settings.Objective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The weights of a program in the forms that were chosen for them. */
public final class Storage {
    private final Program program;
    private final List<Candidates> candidates;
    private final List<Optional<Form>> forms;
    private final Compression asked;

    private Storage(Program program, List<Candidates> candidates, List<Optional<Form>> forms, Compression asked) {
        this.program = program;
        this.candidates = List.copyOf(candidates);
        this.forms = List.copyOf(forms);
        this.asked = asked;
    }

    /** Chooses a form for the weights of every step. */
    public static Storage of(Program program, CSettings settings) {
        Map<Object, List<Weighted>> shared = new LinkedHashMap<>();
        for (Step step : program.steps()) {
            Weighted.of(step)
                    .ifPresent(weighted -> shared.computeIfAbsent(
                                    List.of(step.kernel(), weighted.rows()), key -> new ArrayList<>())
                            .add(weighted));
        }
        Set<Form> forms = Stream.of(Form.values())
                .filter(form -> isConsidered(form, settings))
                .collect(Collectors.toSet());
        List<Candidates> candidates = shared.values().stream()
                .map(steps -> Candidates.of(steps, forms))
                .toList();
        return new Storage(program, candidates, chosen(candidates, settings), settings.compression());
    }

    /** Only what kernels multiply with while they read it can be quicker than plain. */
    private static boolean isConsidered(Form form, CSettings settings) {
        return settings.compression() == Compression.AUTO
                ? settings.objective() == Objective.FLASH || form == Form.SPARSE
                : settings.compression() == form.compression();
    }

    private static List<Optional<Form>> chosen(List<Candidates> candidates, CSettings settings) {
        if (settings.compression() != Compression.AUTO) {
            return Choice.shortest(candidates);
        }
        return settings.objective() == Objective.SPEED ? Choice.quickest(candidates) : Choice.small(candidates);
    }

    /** The steps with their weights as they are stored. */
    public Program program() {
        Map<Step, Step> packed = new HashMap<>();
        for (int index = 0; index < forms.size(); index++) {
            Optional<Packing> packing = forms.get(index).flatMap(candidates.get(index)::packing);
            candidates
                    .get(index)
                    .steps()
                    .forEach(weighted ->
                            packing.ifPresent(known -> packed.put(weighted.step(), weighted.packed(known))));
        }
        return program.with(program.steps().stream()
                .map(step -> packed.getOrDefault(step, step))
                .toList());
    }

    /** What is stored how, in the order of the steps. */
    public List<CWeights> rows() {
        Map<Step, CWeights> rows = new HashMap<>();
        for (int index = 0; index < forms.size(); index++) {
            Candidates each = candidates.get(index);
            boolean isFirst = true;
            for (Weighted weighted : each.steps()) {
                rows.put(weighted.step(), row(each, weighted, forms.get(index), isFirst));
                isFirst = false;
            }
        }
        return program.steps().stream().filter(rows::containsKey).map(rows::get).toList();
    }

    private CWeights row(Candidates all, Weighted weighted, Optional<Form> form, boolean isFirst) {
        Optional<Packing> packing = form.flatMap(all::packing);
        int weights = all.plainBytes();
        return new CWeights(
                weighted.step().name(),
                packing.map(Packing::title).orElse("plain"),
                weights,
                weights - weighted.rows().nonzero(),
                isFirst ? weights : 0,
                isFirst ? packing.map(Packing::storedBytes).orElse(weights) : 0,
                isFirst ? packing.map(Packing::tableBytes).orElse(0) : 0,
                Cost.of(weighted, packing),
                form.isPresent() ? "" : reason(all));
    }

    /** Why weights are plain although another form was asked for. */
    private String reason(Candidates all) {
        if (asked == Compression.AUTO || asked == Compression.NONE) {
            return "";
        }
        Optional<Packing> smallest = all.packings().values().stream()
                .filter(packing -> packing.form().compression() == asked)
                .reduce((one, other) -> one.bytes() <= other.bytes() ? one : other);
        if (smallest.isPresent()) {
            return asked.id() + " needs " + smallest.get().bytes() + " bytes";
        }
        int values = all.first().rows().distinct(true).length;
        return asked == Compression.INT4
                ? "not all values are from -8 to 7"
                : values + " values are too many for " + asked.id();
    }
}
