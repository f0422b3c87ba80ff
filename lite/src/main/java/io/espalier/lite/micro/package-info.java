// SPDX-License-Identifier: Apache-2.0
/**
 * Models for TFLite Micro, the runtime of microcontrollers: the files that an application compiles, and what they need there. Start at {@link
 * io.espalier.lite.micro.MicroExport}.
 *
 * <p>Facts of TFLite Micro are those of its commit 90b983c (2026): names of its resolver, sizes of its structures on 32-bit processors, sizes of its code as
 * measured on a Cortex-M4.
 */
@NullMarked
package io.espalier.lite.micro;

import org.jspecify.annotations.NullMarked;
