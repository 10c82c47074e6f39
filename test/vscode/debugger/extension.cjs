/**
 * The part of the extension Python Debugger that Flask Stack speaks to: a session of type `debugpy` that attaches with
 * `connect` is a connection to the debugpy that listens there. What debugs is the real debugpy.
 */
const vscode = require("vscode");

exports.activate = ({ subscriptions }) => {
  const factory = {
    createDebugAdapterDescriptor: ({ configuration: { connect } }) =>
      new vscode.DebugAdapterServer(connect.port, connect.host),
  };
  subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory("debugpy", factory));
};
