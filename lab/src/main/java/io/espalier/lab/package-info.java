// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.lab;

import org.jspecify.annotations.NullMarked;
