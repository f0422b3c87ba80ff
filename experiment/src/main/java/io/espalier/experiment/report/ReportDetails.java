// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a report shows besides the table: weights, answers, errors and the course of each training.
 *
 * @param commands that make everything again, one a line
 * @param classNames the classes by number; empty where answers are no classes, or have no names
 * @param curves the course of each training, in order
 * @param files by the name of each variant
 * @param images test examples that changed their class, small, as data URIs by their number; empty where examples are no images
 */
public record ReportDetails(
        List<String> commands,
        List<String> classNames,
        List<Curve> curves,
        Map<String, FileDetails> files,
        Map<String, String> images) {
    public ReportDetails {
        commands = List.copyOf(commands);
        classNames = List.copyOf(classNames);
        curves = List.copyOf(curves);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    /**
     * The course of one training. One that was resumed begins where it was resumed.
     *
     * @param stepsPerEpoch the steps of one epoch
     * @param points at about 40 steps, in order
     */
    public record Curve(String training, int stepsPerEpoch, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A point of a curve.
     *
     * @param step its number since the start of the training, from 1
     * @param loss the mean over the batches since the point before
     * @param accuracy the same; null for losses without classes
     * @param sparsity the share of zeros in all kernels, from 0 to 1; null where nothing is pruned
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Point(
            long step,
            double loss,
            @Nullable Double accuracy,
            @Nullable Double sparsity) {}

    /**
     * One file.
     *
     * @param weights what each layer keeps in the file, in the order of the file
     * @param histograms of the largest kernels, the largest first
     * @param answers its answers beside those of the baseline; null where answers are no classes
     * @param twin how far its tensors are from those of the float file of the same weights; null for Keras files and float files
     * @param runtimes what each runtime does with it; empty for Keras files
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FileDetails(
            List<LayerWeights> weights,
            List<Histogram> histograms,
            @Nullable Answers answers,
            @Nullable Twin twin,
            List<RuntimeVerdict> runtimes) {
        public FileDetails {
            weights = List.copyOf(weights);
            histograms = List.copyOf(histograms);
            runtimes = List.copyOf(runtimes);
        }
    }

    /**
     * The constants of a layer.
     *
     * @param bytes that they take before compression
     * @param values how many numbers its kernels have; 0 if it has none
     * @param zeros how many of these are 0
     */
    public record LayerWeights(String layer, long bytes, long values, long zeros) {}

    /**
     * How the values of a kernel are distributed, zeros aside.
     *
     * @param values how many there are
     * @param zeros how many of them are 0
     * @param at each value other than 0 where there are few, else the middle of each bin; ascending
     * @param counts how many values lie there
     * @param width of a bin; null where each value is counted by itself
     */
    public record Histogram(
            String kernel,
            long values,
            long zeros,
            List<Double> at,
            List<Long> counts,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double width) {
        public Histogram {
            at = List.copyOf(at);
            counts = List.copyOf(counts);
        }
    }

    /**
     * Answers that are classes.
     *
     * @param confusion how many examples of each class, a row, got each answer, a column; empty for more than 20 classes
     * @param toRight how many examples the baseline answers wrongly and this file rightly
     * @param toWrong how many the baseline answers rightly and this file wrongly
     * @param otherwise how many both answer wrongly, and differently
     * @param changed some of these examples
     */
    public record Answers(
            List<List<Integer>> confusion, int toRight, int toWrong, int otherwise, List<Changed> changed) {
        public Answers {
            confusion = confusion.stream().map(List::copyOf).toList();
            changed = List.copyOf(changed);
        }
    }

    /**
     * An example that changed its class.
     *
     * @param example its number in the test set, from 0
     * @param label its class
     * @param before what the baseline answers; -1 for no class
     * @param after what the file answers
     */
    public record Changed(int example, int label, int before, int after) {}

    /**
     * A file against the float file of the same weights.
     *
     * @param of the model that both were made from
     * @param examples how many test examples both ran on
     * @param tensors inner tensors of both, the worst first; at most 60
     */
    public record Twin(String of, int examples, List<Comparison.Layer> tensors) {
        public Twin {
            tensors = List.copyOf(tensors);
        }
    }

    /**
     * What a runtime does with a file.
     *
     * @param runtime its name with its version
     * @param verdict such as {@code runs}
     * @param reasons what keeps it from running well, with what helps
     */
    public record RuntimeVerdict(String runtime, String verdict, List<String> reasons) {
        public RuntimeVerdict {
            reasons = List.copyOf(reasons);
        }
    }
}
