// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.EspalierException;
import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.array.ArrayDataset;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes files, runs them in TFLite with its default delegate, judges them, and takes down what became of each. */
final class Workbench {
    /** More than this is read from where it is, again for each file. */
    private static final long MOST_BYTES = 1L << 29;

    /** What messages call the model as it is, and what is made of it. */
    private static final String FLOAT = "float";

    private static final String FEWER_BITS = "fewer bits";

    private final NumbersSearch.Request request;
    private final Dataset selection;
    private final Quantizer quantizer;
    private final Map<String, Trial> known = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Predictions> floats;
    private final Judge judge;
    private int trials;

    Workbench(NumbersSearch.Request request) {
        this.request = request;
        Quantizer plain = Quantizer.of(Recipe.of(Method.NONE));
        Quantizer calibrated =
                request.calibration().map(plain::withRememberedCalibration).orElse(plain);
        this.quantizer = request.loops() ? calibrated.withLoops() : calibrated;
        this.selection = inMemory(request.examples().selection());
        this.floats = floatAnswers();
        this.judge = new Judge(request.tasks(), request.examples().selection(), request.labelled(), floats);
    }

    /** The examples, read and decoded once if they are few enough. */
    static Dataset inMemory(Dataset examples) {
        return examples instanceof ArrayDataset
                        || (long) examples.size() * examples.features().bytes() > MOST_BYTES
                ? examples
                : ArrayDataset.copyOf(examples);
    }

    Judgement floats() {
        return judge.judge(floats);
    }

    /** Whether there is something to calibrate with. */
    boolean isCalibrated() {
        return request.calibration().isPresent();
    }

    Quantizer quantizer() {
        return quantizer;
    }

    Judge judge() {
        return judge;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    int trials() {
        return trials;
    }

    // A search that cannot run the model as it is has nothing to try.
    private Map<String, Predictions> floatAnswers() {
        try {
            return answers(FLOAT, request.original(), selection);
        } catch (InterpreterException e) {
            throw new QuantizationException(e.getMessage());
        }
    }

    private Map<String, Predictions> answers(String numbers, Graph graph, Dataset examples) {
        return Inference.predictAll(
                TfliteModel.of("in " + numbers, graph), examples, request.options(), ProgressListener.NONE);
    }

    /** As {@link #trial}, for a file that costs less than another; empty, and not run, if it does not. */
    Optional<Trial> cheaper(String what, Choice choice, Trial than) {
        return trial(what, choice, than.cost()).filter(trial -> trial.cost() < than.cost());
    }

    /** Whether a choice's file costs less than another; true where it cannot be made. */
    boolean mayCostLess(Choice choice, Trial than) {
        try {
            Graph graph = quantizer.withRecipe(choice.recipe()).quantize(request.original());
            return request.cost(graph, choice.recipe()) < than.cost();
        } catch (EspalierException.Interrupted e) {
            throw e;
        } catch (EspalierException e) {
            return true;
        }
    }

    /** A file by this choice, made and judged once; empty if it cannot be made, or a runtime that it is for has something against it. */
    Optional<Trial> trial(String what, Choice choice) {
        return trial(what, choice, Long.MAX_VALUE);
    }

    private Optional<Trial> trial(String what, Choice choice, long below) {
        Recipe recipe = choice.recipe();
        Trial earlier = known.get(recipe.toString());
        if (earlier != null) {
            return Optional.of(earlier);
        }
        EspalierException.Interrupted.check("the search");
        request.listener().trying(what);
        try {
            Graph graph = quantizer.withRecipe(recipe).quantize(request.original());
            long cost = request.cost(graph, recipe);
            if (cost >= below) {
                take(new Step(what, cost, "costs no less", false));
                return Optional.empty();
            }
            List<String> objections = request.objections().apply(graph);
            if (!objections.isEmpty()) {
                take(new Step(what, cost, String.join("; ", objections), false));
                return Optional.empty();
            }
            trials++;
            Trial trial = new Trial(choice, graph, cost, judge.judge(answers(FEWER_BITS, graph, selection)));
            known.put(recipe.toString(), trial);
            return Optional.of(trial);
        } catch (EspalierException.Interrupted e) {
            throw e;
        } catch (EspalierException e) {
            take(new Step(what, -1, shortened(String.valueOf(e.getMessage())), false));
            return Optional.empty();
        }
    }

    // Some messages have a line for each operator.
    private static String shortened(String message) {
        List<String> lines = message.lines().map(String::strip).toList();
        return lines.size() <= 2
                ? String.join(" ", lines)
                : lines.get(0) + " " + lines.get(1) + "; and " + (lines.size() - 2) + " more";
    }

    /** A trial with the fewest rules that make the same file: layers with few weights do not take all that a rule gives them. */
    Trial plainest(Trial trial, List<Layer> layers) {
        Choice choice = trial.choice();
        for (Layer layer : layers) {
            for (Method method : List.of(choice.base().method(), Method.NONE)) {
                Choice simpler = choice.with(layer, method);
                if (method != choice.of(layer) && makes(simpler, trial.graph())) {
                    choice = simpler;
                    break;
                }
            }
        }
        return choice.equals(trial.choice())
                ? trial
                : new Trial(choice, trial.graph(), request.cost(trial.graph(), choice.recipe()), trial.judgement());
    }

    private boolean makes(Choice choice, Graph graph) {
        try {
            return quantizer
                    .withRecipe(choice.recipe())
                    .quantize(request.original())
                    .equals(graph);
        } catch (EspalierException.Interrupted e) {
            throw e;
        } catch (EspalierException e) {
            return false;
        }
    }

    /** The same on the test part. */
    Judgement tested(Graph graph) {
        Dataset test = request.examples().test();
        Judge last = new Judge(request.tasks(), test, request.labelled(), answers(FLOAT, request.original(), test));
        return last.judge(answers(FEWER_BITS, graph, test));
    }

    /** Takes down a decision on a file. */
    void decide(String what, Trial trial, boolean kept) {
        take(new Step(what, trial.cost(), figures(trial), kept));
    }

    private String figures(Trial trial) {
        return trial.judgement().text() + ", " + trial.judgement().first().lossWithError();
    }

    private void take(Step step) {
        steps.add(step);
        request.listener().step(step);
    }
}
