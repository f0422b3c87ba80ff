// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operator as calls of one kernel.
 *
 * @param name of its parameters; no other step has it
 * @param kernel the name of the function, of its parameters' struct and of the file that defines both
 * @param inputs the tensors that the kernel reads, in the order of its arguments
 * @param output the tensor that it writes
 * @param fields the parameters by their names; those that say how many rows buffers hold are left out
 * @param rows how it computes row by row; empty if only as a whole
 * @param scratch bytes that it needs while it runs
 * @param inPlace positions of the inputs in whose memory it may write its output, element by element
 * @param flow the subgraphs that it runs instead of a kernel
 * @param images how often it runs: each time on the next of so many equal parts of its inputs and output
 */
public record Step(
        String name,
        String kernel,
        List<Integer> inputs,
        int output,
        Map<String, Constant> fields,
        Optional<RowPlan> rows,
        int scratch,
        Set<Integer> inPlace,
        int images,
        Optional<Flow> flow) {
    private static final String RESERVE = "reserve";

    public Step {
        inputs = List.copyOf(inputs);
        fields = Map.copyOf(fields);
        inPlace = Set.copyOf(inPlace);
    }

    /** A step that runs once. */
    public Step(
            String name,
            String kernel,
            List<Integer> inputs,
            int output,
            Map<String, Constant> fields,
            Optional<RowPlan> rows,
            int scratch,
            Set<Integer> inPlace) {
        this(name, kernel, inputs, output, fields, rows, scratch, inPlace, 1, Optional.empty());
    }

    /** A step of this kernel without parameters. */
    public static Step of(String name, String kernel, List<Integer> inputs, int output) {
        return new Step(name, kernel, inputs, output, Map.of(), Optional.empty(), 0, Set.of());
    }

    /** A step that only says that a tensor is written from here on. */
    public static Step reserve(String name, int output) {
        return Step.of(name, RESERVE, List.of(), output);
    }

    /** Whether it computes nothing. */
    public boolean isReserve() {
        return kernel.equals(RESERVE);
    }

    /** A step that runs subgraphs, which read and write its inputs; the output is one of those that they write. */
    public static Step of(String name, List<Integer> inputs, int output, Flow flow) {
        return new Step(name, "", inputs, output, Map.of(), Optional.empty(), 0, Set.of(), 1, Optional.of(flow));
    }

    /** A copy that runs for each of so many images. */
    public Step forEach(int count) {
        return new Step(name, kernel, inputs, output, fields, rows, scratch, inPlace, count, flow);
    }

    /** A copy whose parameters have this name. */
    public Step named(String newName) {
        return new Step(newName, kernel, inputs, output, fields, rows, scratch, inPlace, images, flow);
    }

    /** A copy that reads these tensors. */
    public Step reading(List<Integer> newInputs) {
        return new Step(name, kernel, newInputs, output, fields, rows, scratch, inPlace, images, flow);
    }

    /** A copy with one more parameter. */
    public Step with(String field, Constant value) {
        Map<String, Constant> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Step(name, kernel, inputs, output, more, rows, scratch, inPlace, images, flow);
    }

    /** A copy with one more parameter, a whole number. */
    public Step with(String field, long value) {
        return with(field, new Constant.Whole(value));
    }

    /** A copy with one more parameter, a whole number. */
    public Step with(String field, int value) {
        return with(field, (long) value);
    }

    /** A copy with more parameters. */
    public Step with(Map<String, Constant> more) {
        Map<String, Constant> all = new LinkedHashMap<>(fields);
        all.putAll(more);
        return new Step(name, kernel, inputs, output, all, rows, scratch, inPlace, images, flow);
    }

    /** A copy for another kernel. */
    public Step withKernel(String other) {
        return new Step(name, other, inputs, output, fields, rows, scratch, inPlace, images, flow);
    }

    /** A copy that computes row by row. */
    public Step byRows(int count, Window... windows) {
        return new Step(
                name,
                kernel,
                inputs,
                output,
                fields,
                Optional.of(new RowPlan(count, List.of(windows))),
                scratch,
                inPlace,
                images,
                flow);
    }

    /** A copy that needs so many bytes while it runs. */
    public Step withScratch(int bytes) {
        return new Step(name, kernel, inputs, output, fields, rows, bytes, inPlace, images, flow);
    }

    /** A copy that may write where these inputs are. */
    public Step inPlaceOf(Integer... positions) {
        return new Step(name, kernel, inputs, output, fields, rows, scratch, Set.of(positions), images, flow);
    }

    /** A copy that works in memory whose size depends on the processor. */
    public Step working(Constant.Work work) {
        return with("work", work).withScratch(work.bytes());
    }

    /** How many bytes it works in, if that depends on the processor. */
    public Optional<Constant.Work> work() {
        return fields.get("work") instanceof Constant.Work work ? Optional.of(work) : Optional.empty();
    }

    /** The kind of operator that it is, as its name begins. */
    String operator() {
        return name.replaceFirst("^(.*)_\\d+(_[a-z]+)?$", "$1").toUpperCase(Locale.ROOT);
    }

    /** Whether the kernel calls CMSIS-NN. */
    public boolean callsCmsisNn() {
        return kernel.startsWith("cmsis_");
    }
}
