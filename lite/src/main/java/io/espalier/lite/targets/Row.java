// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Graph;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.TimeEstimate;
import io.espalier.lite.kernels.XnnpackKernels;
import io.espalier.lite.operator.Condition;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One fact about a runtime: what it does not run, runs slowly, or gets wrong. What no row names runs. */
sealed interface Row {
    Verdict verdict();

    /** What the row is about, for the page of all rows. */
    String subject();

    /** Why, in a few words. */
    String reason();

    /** What to change; empty if nothing helps. */
    String remedy();

    /** Why it is about this operator; empty if it is not. */
    default Optional<String> reason(Site site) {
        return Optional.empty();
    }

    /** About any operator, in any form, with nothing said of it yet. */
    static OfOperators any(Verdict verdict) {
        return new OfOperators(verdict, Set.of(), Set.of(), List.of(), "", "");
    }

    /** About these operators, in any form, with nothing said of them yet. */
    static OfOperators operators(Verdict verdict, BuiltinOperator first, BuiltinOperator... more) {
        return new OfOperators(
                verdict, Collections.unmodifiableSet(EnumSet.of(first, more)), Set.of(), List.of(), "", "");
    }

    private static String names(Set<BuiltinOperator> operators) {
        return operators.stream().map(BuiltinOperator::name).collect(Collectors.joining(", "));
    }

    /**
     * About operators.
     *
     * @param operators empty for all
     * @param forms empty for all
     * @param conditions that must all hold
     */
    record OfOperators(
            Verdict verdict,
            Set<BuiltinOperator> operators,
            Set<KernelForm> forms,
            List<Condition> conditions,
            String reason,
            String remedy)
            implements Row {
        public OfOperators {
            conditions = List.copyOf(conditions);
        }

        /** Only in these forms. */
        OfOperators in(KernelForm first, KernelForm... more) {
            Set<KernelForm> some = Collections.unmodifiableSet(EnumSet.of(first, more));
            return new OfOperators(verdict, operators, some, conditions, reason, remedy);
        }

        /** Only where these hold. */
        OfOperators where(Condition... all) {
            return new OfOperators(verdict, operators, forms, List.of(all), reason, remedy);
        }

        OfOperators because(String why) {
            return new OfOperators(verdict, operators, forms, conditions, why, remedy);
        }

        OfOperators instead(String what) {
            return new OfOperators(verdict, operators, forms, conditions, reason, what);
        }

        @Override
        public String subject() {
            String who = operators.isEmpty() ? "every operator" : names(operators);
            return forms.isEmpty()
                    ? who
                    : who + " in " + forms.stream().map(KernelForm::text).collect(Collectors.joining(", or "));
        }

        @Override
        public Optional<String> reason(Site site) {
            boolean isMeant = (operators.isEmpty() || operators.contains(site.builtin()))
                    && (forms.isEmpty() || forms.contains(site.form()))
                    && conditions.stream().allMatch(site::meets);
            return isMeant ? Optional.of(reason) : Optional.empty();
        }
    }

    /** About models as a whole. */
    record OfModels(Verdict verdict, ModelCondition condition, String reason, String remedy) implements Row {
        @Override
        public String subject() {
            return "models";
        }

        Optional<Finding> finding(Graph graph) {
            return condition.holds(graph) ? Optional.of(Finding.ofModel(verdict, reason, remedy)) : Optional.empty();
        }
    }

    /** About every operator but these: the runtime has none of them. */
    record OfOthers(Set<BuiltinOperator> known) implements Row {
        /** @param known their names, with white space between */
        static OfOthers than(String known) {
            Set<BuiltinOperator> all = EnumSet.noneOf(BuiltinOperator.class);
            for (String name : known.split("\\s+", -1)) {
                all.add(BuiltinOperator.valueOf(name));
            }
            return new OfOthers(Collections.unmodifiableSet(all));
        }

        @Override
        public Verdict verdict() {
            return Verdict.REFUSED;
        }

        @Override
        public String subject() {
            return "every operator but " + names(known);
        }

        @Override
        public String reason() {
            return "it has no such operator";
        }

        @Override
        public String remedy() {
            return "build the network without it";
        }

        @Override
        public Optional<String> reason(Site site) {
            return known.contains(site.builtin()) ? Optional.empty() : Optional.of(reason());
        }
    }

    /** About each operator by itself, as the operator table has it. */
    record ByRule(OperatorRule rule, String reason, String remedy) implements Row {
        @Override
        public Verdict verdict() {
            return Verdict.REFUSED;
        }

        @Override
        public String subject() {
            return "operators, by the operator table";
        }

        @Override
        public Optional<String> reason(Site site) {
            return rule.obstacle(site.subgraph(), site.operator());
        }
    }

    /** About operators for which XNNPACK has no kernel in their form, by the {@linkplain XnnpackKernels times} that the others take. */
    record OfSlowKernels() implements Row {
        // Below, other machines and neighbouring operators decide.
        private static final double CLEARLY_SLOW = 2.5;

        @Override
        public Verdict verdict() {
            return Verdict.SLOW;
        }

        @Override
        public String subject() {
            return XnnpackKernels.slowForms(CLEARLY_SLOW);
        }

        @Override
        public String reason() {
            return "XNNPACK has no kernel for this form";
        }

        @Override
        public String remedy() {
            return "quantize again from float with 'dynamic' or 'int8', without 'strict': Espalier avoids this form";
        }

        @Override
        public Optional<String> reason(Site site) {
            double elements = TimeEstimate.elements(site.subgraph(), site.operator());
            return XnnpackKernels.slow(site.subgraph(), site.operator(), site.form())
                    .filter(time ->
                            time.timesFloat() >= CLEARLY_SLOW && time.nanosLost(elements) > XnnpackKernels.LEAST_NANOS)
                    .map(time -> String.format(Locale.US, "%.1f times its time in float", time.timesFloat()));
        }
    }
}
