// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.kernels.KernelForm;
import java.util.List;

/** Runtimes of devices. What they take is in the operator table, beside the rest that is known of each operator. */
final class DeviceTables {
    static final RuntimeTable TFLITE_MICRO = new RuntimeTable(
            "TFLite Micro",
            "",
            "by the kernels that its source registers, November 2026; not run",
            Needs.NOTHING.withIntegersOnly(),
            List.of(
                    new Row.ByRule(
                            new MicroRule(),
                            "it has no kernel, or none for these types; none is hybrid, sparse or float16",
                            "use float32, or int8 with --strict; write a kernel for a custom operator"),
                    Row.any(Verdict.SLOW)
                            .in(KernelForm.INT8_STORED)
                            .because("constants behind DEQUANTIZE are unpacked in each run, into the arena")
                            .instead("use int8 with --strict")));

    static final RuntimeTable GPU_DELEGATE = new RuntimeTable(
            "GPU delegate",
            "",
            "by the rules of TensorFlow's gpu_compatibility.cc, November 2026; not run; a device may have limits of its own",
            Needs.NOTHING,
            List.of(new Row.ByRule(
                    new GpuRule(),
                    "it has no kernel for this use",
                    "use float16 or int8; the processor computes the rest")));

    static final RuntimeTable INT8_ONLY = new RuntimeTable(
            "int8-only accelerator",
            "",
            "by the int8 kernels of TFLite; not run",
            Needs.boundaries(BoundaryType.INT8).withIntegersOnly(),
            List.of(new Row.ByRule(
                    new Int8Rule(),
                    "it has no int8 kernel, or an operand is float or int4",
                    "use int8 with --strict --input-type int8 --output-type int8")));

    private DeviceTables() {}
}
