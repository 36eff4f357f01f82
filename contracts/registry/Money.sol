// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// What money is in here; what is owed in anything else is converted.
bytes3 constant HOME = "CNY";

// ¥90 trillion in fen: the largest integer that every JSON reader takes without loss.
uint64 constant LARGEST_AMOUNT = 2 ** 53 - 1;

/// @notice What is owed in another currency than e-CNY is paid in parts at its fixing, and neither sold, lent on nor wrapped.
error CurrencyNotSettled(uint64 receivable, bytes3 currency);

/// @title Amounts and currencies, as every contract understands them.
library Money {
    /// @notice Whether `currency` can be an ISO 4217 code: three capital letters.
    function isCurrency(bytes3 currency) internal pure returns (bool) {
        for (uint256 i = 0; i < 3; ++i) {
            if (currency[i] < "A" || currency[i] > "Z") return false;
        }
        return true;
    }

    /// @notice Whether `amount`, in minor units, is something and not too much.
    function isAmount(uint64 amount) internal pure returns (bool) {
        return amount != 0 && amount <= LARGEST_AMOUNT;
    }
}
