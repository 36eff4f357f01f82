// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ComplianceModule} from "../../../contracts/discount/compliance/ComplianceModule.sol";
import {Movement} from "../../../contracts/discount/compliance/IComplianceModule.sol";
import {Puppet} from "./Recipient.sol";

/// @notice Does several things in one transaction and says which of them succeeded.
contract ManyHands is Puppet {
    function actOnAll(address[] calldata targets, bytes[] calldata calls) external returns (bool[] memory done) {
        done = new bool[](targets.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            (done[i],) = targets[i].call(calls[i]);
        }
    }
}

/// @notice What somebody's contract does, whatever it is asked.
enum Whim {
    Reverts,
    SaysNothing,
    SaysHalfAWord,
    SaysNo,
    SaysYes,
    SaysTwo,
    BurnsAllGas
}

/// @notice Set as a registry or a compliance contract by mistake, or by somebody who means no good.
contract Capricious {
    Whim public immutable whim;

    constructor(Whim whim_) {
        whim = whim_;
    }

    fallback() external {
        if (whim == Whim.Reverts) revert();
        if (whim == Whim.BurnsAllGas) {
            assembly {
                invalid()
            }
        }
        uint256 word = whim == Whim.SaysNo ? 0 : whim == Whim.SaysTwo ? 2 : 1;
        uint256 length = whim == Whim.SaysNothing ? 0 : whim == Whim.SaysHalfAWord ? 31 : 32;
        assembly {
            mstore(0, word)
            return(0, length)
        }
    }
}

/// @notice Refuses everything and does not say why.
contract SulkingModule is ComplianceModule {
    function check(uint80, Movement calldata) external pure returns (bool) {
        revert();
    }

    function requireSetting(uint80) external pure {}
}

/// @notice Agrees to everything, remembers what it is told, and can act from within.
contract WatchfulModule is ComplianceModule {
    /// @notice Whether it wants to be told.
    bool public immutable curious;
    /// @notice What it was told, without the selector.
    bytes[] private _told;

    address private _target;
    bytes private _call;
    bool private _insists;
    bool public calledBackWell;
    bytes public calledBackAnswer;

    constructor(bool curious_) {
        curious = curious_;
    }

    /// @notice What to do when it is told next.
    function callBackWith(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function told() external view returns (bytes[] memory) {
        return _told;
    }

    /// @notice Refuses, against the rules for modules, where it could not do what it wanted.
    function insist() external {
        _insists = true;
    }

    function check(uint80, Movement calldata) external view returns (bool) {
        return curious;
    }

    function moved(address, uint80, address, address, uint256) external override {
        _told.push(msg.data[4:]);
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        bytes memory answer;
        (calledBackWell, answer) = target.call(_call);
        if (_insists && !calledBackWell) {
            assembly {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        calledBackAnswer = answer;
    }

    function requireSetting(uint80) external pure {}
}
